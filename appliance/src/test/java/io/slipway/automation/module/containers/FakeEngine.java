package io.slipway.automation.module.containers;

import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Tools;
import io.slipway.common.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Docker Engine that answers what the test says and writes down what it was asked: a stand-in for {@code curl}. */
final class FakeEngine {

    private final Path folder;
    private final Tools tools;

    FakeEngine(Path folder) {
        this.folder = folder;
        this.tools = new Tools(folder).quietly("curl", """
                        for w; do case $w in *secret*) echo "a secret in a process list" >&2; exit 9 ;; esac; done
                        c=$(cat)
                        m=$(printf '%%s\\n' "$c" | sed -n 's/^request = "\\(.*\\)"$/\\1/p')
                        u=$(printf '%%s\\n' "$c" | sed -n 's/^url = "http:..engine\\(.*\\)"$/\\1/p')
                        d=$(printf '%%s\\n' "$c" | sed -n 's/^data-raw = "\\(.*\\)"$/\\1/p' | sed 's/\\\\"/"/g; s/\\\\\\\\/\\\\/g')
                        [ "$m" = GET ] || printf '%%s %%s %%s\\n' "$m" "$u" "$d" >>'%1$s/asked'
                        case "$m $u" in "DELETE /containers/"*) rm -f '%1$s/answers/GET _containers_'* ;;
                          "POST /containers/create"*) mkdir -p '%1$s/answers'; echo '{"Id":"NEW"}' | tee '%1$s/answers/GET _containers_c_json' >'%1$s/answers/GET _containers_NEW_json' ;; esac
                        f='%1$s/answers/'$(printf %%s "$m $u" | tr / _)
                        if [ -e "$f" ]; then cat "$f"; printf '\\n200'; elif [ "$m" = GET ]; then printf '{"message":"no such thing"}\\n404'; else printf '{}\\n201'; fi
                        """.formatted(folder));
    }

    /** @param request as {@code GET /containers/x/json} */
    FakeEngine answers(String request, Object body) {
        try {
            Path file = folder.resolve("answers").resolve(request.replace('/', '_'));
            Files.createDirectories(file.getParent());
            Files.writeString(file, Json.write(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Tools tools() {
        return tools;
    }

    LocalNode node() {
        return tools.node().env("DOCKER_HOST", "http://engine");
    }

    /** What was asked beside looking: method, path and body, a line each. */
    List<String> asked() {
        try {
            Path log = folder.resolve("asked");
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of the only request whose path begins so. */
    Map<String, ?> body(String start) {
        List<String> found = new ArrayList<>(asked());
        found.removeIf(line -> !line.startsWith(start));
        String line = found.getLast();
        return Values.map(Json.read("body", line.substring(line.indexOf('{'))));
    }
}
