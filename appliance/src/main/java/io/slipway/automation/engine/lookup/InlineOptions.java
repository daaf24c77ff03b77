package io.slipway.automation.engine.lookup;

import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A term in the old style, {@code key name=value name=value}, over the options given by name. Words without a name continue what is before them. */
record InlineOptions(String key, Map<String, ? extends @Nullable Object> options) {

    static InlineOptions of(
            String lookup, String term, Set<String> known, Map<String, ? extends @Nullable Object> given) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>(given);
        StringBuilder key = new StringBuilder();
        String last = "";
        for (String word : term.strip().split("\\s+")) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? "" : word.substring(0, equals);
            if (known.contains(name)) {
                options.put(name, word.substring(equals + 1));
                last = name;
            } else if (equals > 0 && lookup.equals("csvfile")) {
                throw TemplateException.of(name + " is not a valid option of " + lookup);
            } else if (last.isEmpty()) {
                key.append(key.isEmpty() ? "" : " ").append(word);
            } else {
                options.put(last, options.get(last) + " " + word);
            }
        }
        return new InlineOptions(key.toString(), options);
    }

    @Nullable
    Object any(String name) {
        return options.get(name);
    }

    String text(String name, String otherwise) {
        Object value = options.get(name);
        return value == null ? otherwise : Python.str(value);
    }

    boolean flag(String name) {
        return text(name, "false").matches("(?i)y|yes|on|1|true|t");
    }
}
