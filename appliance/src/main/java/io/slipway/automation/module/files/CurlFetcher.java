package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;

/** Has the node's curl download. The request travels by standard input. */
final class CurlFetcher implements Fetcher {

    /** Downloads into {@code $tmp}, and ends the script unless that is to take the destination's place. */
    private static final String FETCH = """
            fill() {
              answer=$(curl --config - --dump-header - --output "$tmp" --write-out '\\n%{http_code} %{url_effective}' 2>&1)
              n=$?
              say answer "$answer"
              say curl "$n"
              last=${answer##*
            }
              case $n:${last%% *} in 0:200|0:000|0:226) ;; *) exit 0;; esac
              take_sums
              if [ -n "$expected_name" ]; then
                case $answer in *[Cc]ontent-[Dd]isposition:*) exit 0;; esac
                u=${last#* }
                u=${u#*://}
                u=${u%%[?#]*}
                case $u in */*) u=${u##*/};; *) u=;; esac
                if [ "${u:-index.html}" != "$expected_name" ]; then exit 0; fi
              fi
              keep_if_other
            }
            """;

    private final Node node;

    CurlFetcher(Node node) {
        this.node = node;
    }

    @Override
    public String text(UrlRequest request) {
        Reply reply = node.run(Script.of("curl --config - --fail").input(CurlConfig.of(request, false)));
        if (!reply.ok()) {
            throw failure(request, reply.err());
        }
        return reply.out();
    }

    @Override
    public Fetched head(UrlRequest request) {
        Reply reply = node.run(Script.of(
                        "curl --config - --dump-header - --output /dev/null --write-out '\\n%{http_code} %{url_effective}'")
                .input(CurlConfig.of(request, true)));
        if (!reply.ok()) {
            throw failure(request, reply.err());
        }
        return Fetched.nothing(Download.parseCurl(reply.out()));
    }

    @Override
    public Fetched fetch(UrlRequest request, Order order) {
        PutFile put = PutFile.filled(
                order.found().path(),
                Arrival.variables(order) + Arrival.CHECKS + FETCH,
                NodeText.encode(CurlConfig.of(request, false)));
        PutFile.Written written = order.prepared(put).on(node, order.found());
        String answer = written.now().extra("answer").orElse("");
        if (!written.now().extra("curl").orElse("").equals("0")) {
            throw failure(request, answer);
        }
        return Arrival.of(Download.parseCurl(answer), written);
    }

    private static ModuleFailure failure(UrlRequest request, String answer) {
        String said = answer.lines().filter(line -> line.startsWith("curl: ")).reduce("", (a, b) -> b);
        return new ModuleFailure(Problem.of("Request failed: " + request.url())
                        .because(said.isEmpty() ? "the node's curl failed" : said))
                .with("url", request.url())
                .with("status_code", -1L);
    }
}
