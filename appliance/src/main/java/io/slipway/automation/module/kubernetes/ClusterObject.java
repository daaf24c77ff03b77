package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An object of a cluster by its name. In scripts, {@code $@} says its namespace, and {@code $_type} and {@code $_name} which it is. */
record ClusterObject(Kubectl kubectl, String kind, String apiVersion, String namespace, String name) {

    private static final String PRELUDE = """
            set --
            [ -z "$_space" ] || set -- -n "$_space"
            """;

    static final String LOOK = """
            _old=$(k get "$@" --ignore-not-found -o json -- "$_type" "$_name") || exit 3
            tell object "$_old"
            """;

    Script script(String text) {
        return Script.of(PRELUDE + text)
                .set("_type", Kubectl.type(kind, apiVersion))
                .set("_name", name)
                .set("_space", namespace);
    }

    /** What a script has told under a name; empty for nothing. */
    static Map<String, @Nullable Object> told(Found found, String name) {
        return found.some(name)
                .map(text -> KubeObject.map(Json.read("kubectl's answer", text)))
                .orElse(Map.of());
    }

    /** The last thing that kubectl said against it. */
    static String said(Found found) {
        String[] lines = found.reply().err().strip().split("\n");
        return lines[lines.length - 1].replaceFirst("^(?:[Ee]rror: |Error from server(?: \\(\\w+\\))?: )", "");
    }

    /** @param seconds how long it took */
    record Awaited(Map<String, @Nullable Object> object, long seconds) {}

    /**
     * Looks until it is as wanted.
     *
     * @param message what to say when it never is
     */
    Awaited await(Waiting waiting, Arguments a, Predicate<Map<String, @Nullable Object>> content, String message) {
        Instant start = waiting.now();
        while (true) {
            Found found = kubectl.run(script(LOOK));
            Map<String, @Nullable Object> object = told(found, "object");
            if (found.reply().ok() && content.test(object)) {
                return new Awaited(object, waiting.since(start));
            }
            if (waiting.since(start) >= a.number("wait_timeout")) {
                throw new ModuleFailure(message).with("result", object).with("duration", waiting.since(start));
            }
            waiting.sleep(Duration.ofSeconds(Math.max(1, a.number("wait_sleep"))));
        }
    }
}
