package io.slipway.automation.inventory;

import io.slipway.common.template.Scope;
import io.slipway.common.template.Template;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.template.Undefined;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What expressions of an inventory plugin see of one host: its variables so far, each templated when it is asked for. */
final class HostScope implements Scope {

    private final TemplateEngine engine;
    private final Map<String, YamlNode> variables;
    private final Map<String, Object> magic;
    private final Set<String> open = new HashSet<>();

    /** @param magic names whose values are no templates */
    HostScope(TemplateEngine engine, Map<String, YamlNode> variables, Map<String, Object> magic) {
        this.engine = engine;
        this.variables = variables;
        this.magic = magic;
    }

    @Override
    public @Nullable Object get(String name) {
        Object known = magic.get(name);
        YamlNode node = variables.get(name);
        if (known != null || node == null) {
            return known != null ? known : Undefined.of(name);
        }
        if (!open.add(name)) {
            return Undefined.because(name, "'" + name + "' is made from itself");
        }
        try {
            return value(node);
        } finally {
            open.remove(name);
        }
    }

    private @Nullable Object value(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar
            when scalar.value() instanceof String text
                    && !scalar.unsafe()
                    && !scalar.vaulted()
                    && Template.mightBeTemplate(text) ->
                engine.parse(text, scalar.at()).evaluate(this);
            case YamlNode.Scalar scalar -> scalar.value();
            case YamlNode.Sequence list -> {
                List<@Nullable Object> values = new ArrayList<>();
                list.items().forEach(item -> values.add(value(item)));
                yield values;
            }
            case YamlNode.Mapping mapping -> {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> values.put(entry.name(), value(entry.value())));
                yield values;
            }
        };
    }

    @Override
    public boolean has(String name) {
        return magic.containsKey(name) || variables.containsKey(name);
    }

    @Override
    public Set<String> names() {
        Set<String> names = new HashSet<>(variables.keySet());
        names.addAll(magic.keySet());
        return names;
    }
}
