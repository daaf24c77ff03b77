package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the node's own {@code *.fact} files say: programs are run, others read; the text is JSON or sections of {@code name = value}.
 * What goes wrong with a file becomes its value, as in Ansible, and a warning.
 */
final class LocalFacts implements Collector {

    @Override
    public String name() {
        return "local";
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
        return """
                for _fact in "$_factPath"/*.fact; do
                  [ -e "$_fact" ] || continue
                  printf 'fact %s\\000' "$_fact"
                  if [ -x "$_fact" ]; then
                    _error=$("$_fact" 2>&1 >&3 3>&- </dev/null); _status=$?
                  else
                    _error=$(cat "$_fact" 2>&1 >&3 3>&- </dev/null); _status=$?
                  fi 3>&1
                  printf '\\000'
                  tell "factStatus $_fact" "$_status"; tell "factError $_fact" "$_error"
                done
                """;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        Map<String, @Nullable Object> local = new LinkedHashMap<>();
        for (String key : found.texts().keySet()) {
            if (key.startsWith("fact /")) {
                String path = key.substring("fact ".length());
                local.put(path.substring(path.lastIndexOf('/') + 1).replace(".fact", ""), value(path, found));
            }
        }
        return Map.of("local", local);
    }

    /** Sentences about facts that could not be had. */
    static List<String> warnings(Map<String, @Nullable Object> facts) {
        return facts.get("local") instanceof Map<?, ?> local
                ? local.values().stream()
                        .map(String::valueOf)
                        .filter(text -> text.startsWith("Failure executing fact script (")
                                || text.startsWith("error loading facts as JSON or ini"))
                        .toList()
                : List.of();
    }

    private static @Nullable Object value(String path, Found found) {
        if (found.number("factStatus " + path) != 0) {
            return "Failure executing fact script (" + path + "), rc: " + found.text("factStatus " + path) + ", err: "
                    + found.text("factError " + path);
        }
        String text = found.texts().getOrDefault("fact " + path, "");
        try {
            return Json.read(path, text);
        } catch (JsonException notJson) {
            Map<String, @Nullable Object> sections = sections(text);
            return sections == null ? "error loading facts as JSON or ini - please check content: " + path : sections;
        }
    }

    /** The sections of an INI text with lower-case names, as Python's {@code configparser} reads it; or {@code null}. */
    private static @Nullable Map<String, @Nullable Object> sections(String text) {
        Map<String, @Nullable Object> sections = new LinkedHashMap<>();
        Map<String, @Nullable Object> section = null;
        String last = "";
        for (String line : text.split("\n", -1)) {
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#") || content.startsWith(";")) {
                continue;
            }
            if (section != null && !last.isEmpty() && Character.isWhitespace(line.charAt(0))) {
                section.put(last, section.get(last) + "\n" + content);
            } else if (content.matches("\\[.+]")) {
                section = new LinkedHashMap<>();
                sections.put(content.substring(1, content.length() - 1), section);
                last = "";
            } else {
                int equals = content.replace(':', '=').indexOf('=');
                if (section == null || equals < 1) {
                    return null;
                }
                last = content.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                section.put(last, content.substring(equals + 1).strip());
            }
        }
        return sections;
    }
}
