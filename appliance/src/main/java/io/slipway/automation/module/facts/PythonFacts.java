package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The node's Python, if it has one: nothing here needs it, but content asks for its version. */
final class PythonFacts implements Collector {

    /** Two areas tell it; it is asked once. */
    static final String SCRIPT = """
            if [ -z "$_python" ]; then
              _python=/usr/bin/python3
              [ -x "$_python" ] || _python=$(command -v python3 2>/dev/null) || _python=none
              [ "$_python" = none ] || ask python "$_python" -E -c '
            import sys
            try:
                from ssl import SSLContext, create_default_context
                ssl = 1
            except ImportError:
                ssl = 0
            print(*sys.version_info, sys.implementation.name, ssl, sys.executable)'
            fi
            """;

    @Override
    public String name() {
        return "python";
    }

    @Override
    public Set<String> aliases() {
        return Set.of();
    }

    @Override
    public boolean minimal() {
        return true;
    }

    @Override
    public String script() {
        return SCRIPT;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        List<String> words = words(found);
        if (words.isEmpty()) {
            return Map.of();
        }
        List<@Nullable Object> info = new ArrayList<>();
        words.subList(0, 5).forEach(word -> info.add(word.matches("\\d{1,9}") ? (Object) Long.valueOf(word) : word));
        Map<String, @Nullable Object> version = new LinkedHashMap<>();
        List<String> names = List.of("major", "minor", "micro", "releaselevel", "serial");
        for (int i = 0; i < names.size(); i++) {
            version.put(names.get(i), info.get(i));
        }
        Map<String, @Nullable Object> python = new LinkedHashMap<>();
        python.put("version", version);
        python.put("version_info", info);
        python.put("executable", words.get(7));
        python.put("has_sslcontext", words.get(6).equals("1"));
        python.put("type", words.get(5));
        return Map.of("python", python);
    }

    /** As in {@code 3.11.2}. */
    static Optional<String> version(Found found) {
        List<String> words = words(found);
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join(".", words.subList(0, 3)));
    }

    private static List<String> words(Found found) {
        String[] words = found.text("python").split(" ", 8);
        return words.length == 8 ? List.of(words) : List.of();
    }
}
