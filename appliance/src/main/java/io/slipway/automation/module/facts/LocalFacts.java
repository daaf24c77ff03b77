package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import java.util.LinkedHashMap;
import java.util.List;
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
                  if [ ! -e "$_fact" ]; then
                    [ ! -L "$_fact" ] || { tell "fact $_fact" ''; tell "factStatus $_fact" dangling; }
                    continue
                  fi
                  printf 'fact %s\\000' "$_fact"
                  if [ -x "$_fact" ]; then
                    _error=$("$_fact" 2>&1 >&3 3>&- </dev/null; _status=$?; printf .; exit "$_status"); _status=$?
                  else
                    _error=$(cat "$_fact" 2>&1 >&3 3>&- </dev/null; _status=$?; printf .; exit "$_status"); _status=$?
                  fi 3>&1
                  printf '\\000'
                  tell "factStatus $_fact" "$_status"; tell "factError $_fact" "${_error%.}"
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
                                || text.startsWith("Could not stat fact (")
                                || text.startsWith("error loading facts as JSON or ini"))
                        .toList()
                : List.of();
    }

    private static @Nullable Object value(String path, Found found) {
        if (found.text("factStatus " + path).equals("dangling")) {
            return "Could not stat fact (" + path + "): [Errno 2] No such file or directory: '" + path + "'";
        }
        if (found.number("factStatus " + path) != 0) {
            return "Failure executing fact script (" + path + "), rc: " + found.text("factStatus " + path) + ", err: "
                    + found.texts().getOrDefault("factError " + path, "");
        }
        String text = found.texts().getOrDefault("fact " + path, "");
        try {
            return Json.read(path, text);
        } catch (JsonException notJson) {
            return IniText.read(text)
                    .<Object>map(sections -> sections)
                    .orElse("error loading facts as JSON or ini - please check content: " + path);
        }
    }
}
