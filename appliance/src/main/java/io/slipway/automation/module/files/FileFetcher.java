package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Copies what a {@code file:} URL names (RFC 8089) from one place of a node to another, with nothing but the node's plain tools. */
final class FileFetcher implements Fetcher {

    private static final Pattern URL = Pattern.compile("(?i)file:(?://([^/]*))?(/[^#]*)(?:#.*)?", Pattern.DOTALL);

    private static final String COPY = """
            fill() {
              e=$({ LC_ALL=C cat -- "$source" >"$tmp"; } 2>&1) || { say refused "${e##*: }"; exit 0; }
              n=$(stat -c %s -- "$tmp")
              say bytes "$n"
              take_sums
              keep_if_other
            }
            """;

    private final Node node;

    FileFetcher(Node node) {
        this.node = node;
    }

    static boolean serves(UrlRequest request) {
        return request.url().regionMatches(true, 0, "file:", 0, 5);
    }

    @Override
    public String text(UrlRequest request) {
        return new String(read(request, "content(){ cat -- \"$source\"; }\n"), StandardCharsets.UTF_8);
    }

    @Override
    public Fetched head(UrlRequest request) {
        Fields fields = Fields.parse(read(request, Fields.SAY + """
                content() {
                  n=$(sha1sum <"$source") || return 1
                  say src_sha1 "${n%% *}"
                  say bytes "$(stat -L -c %s -- "$source")"
                }
                """));
        return new Fetched(
                download(request, fields.text("bytes").orElse("")),
                path(request.url()),
                fields.text("src_sha1").orElse(""),
                "",
                "",
                "",
                Optional.empty());
    }

    private byte[] read(UrlRequest request, String content) {
        Reply reply = node.run(Script.of(content + """
                if [ -d "$source" ]; then echo ": Is a directory" >&2; exit 1; fi
                LC_ALL=C
                export LC_ALL
                content
                """).set("source", path(request.url())));
        if (!reply.ok()) {
            throw failure(request, reply.err().strip().replaceFirst("(?s)^.*: ", ""));
        }
        return reply.stdout();
    }

    @Override
    public Fetched fetch(UrlRequest request, Order order) {
        String variables = Arrival.variables(order) + "source=" + Script.quote(path(request.url())) + "\n";
        PutFile put = PutFile.filled(order.found().path(), variables + Arrival.CHECKS + COPY, new byte[0]);
        PutFile.Written written = order.prepared(put).on(node, order.found());
        written.now().extra("refused").ifPresent(why -> {
            throw failure(request, why);
        });
        return Arrival.of(download(request, written.now().extra("bytes").orElse("")), written);
    }

    private static Download download(UrlRequest request, String bytes) {
        return new Download(200, "", request.url(), Map.of("content-length", bytes));
    }

    private static ModuleFailure failure(UrlRequest request, String why) {
        return new ModuleFailure(Problem.of("Request failed: " + request.url()).because(why))
                .with("url", request.url());
    }

    /** The path, a question mark included, with {@code %XX} as the bytes that they stand for. */
    private static String path(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new ModuleFailure("not a URL of a file: " + url + " (file:///PATH is one)");
        }
        String host = parts.group(1);
        if (host != null && !host.isEmpty() && !host.equalsIgnoreCase("localhost")) {
            throw new ModuleFailure(Problem.of("Request failed: " + url)
                    .because("the file is not on this node but on " + host)
                    .hint("file:///PATH names a file of the node"));
        }
        return unescaped(parts.group(2));
    }

    private static String unescaped(String text) {
        byte[] bytes = NodeText.encode(text);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%'
                    && i + 2 < bytes.length
                    && HexFormat.isHexDigit(bytes[i + 1])
                    && HexFormat.isHexDigit(bytes[i + 2])) {
                plain.write(HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]));
                i += 2;
            } else {
                plain.write(bytes[i]);
            }
        }
        return NodeText.decode(plain.toByteArray());
    }
}
