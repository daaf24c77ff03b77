package io.slipway.common.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An imported template: what it set at its top level, except names that start with an underscore. */
final class ImportedTemplate implements PyObject {

    private final String name;
    private final Map<String, @Nullable Object> exported = new LinkedHashMap<>();
    private final String text;

    ImportedTemplate(String name, Map<String, @Nullable Object> variables, String text) {
        this.name = name;
        this.text = text;
        for (String variable : variables.keySet()) {
            if (!variable.startsWith("_") && !variable.equals("self")) {
                exported.put(variable, variables.get(variable));
            }
        }
    }

    /** What the template printed. */
    String text() {
        return text;
    }

    @Override
    public @Nullable Object attribute(String attribute) {
        if (exported.containsKey(attribute)) {
            return exported.get(attribute);
        }
        Set<String> names = exported.keySet();
        return Undefined.because(
                        attribute, "the template '" + name + "' does not export the requested name '" + attribute + "'")
                .among(() -> List.copyOf(names));
    }

    @Override
    public String typeName() {
        return "TemplateModule";
    }
}
