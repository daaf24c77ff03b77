package io.slipway.automation.module.web;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Coercion;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.AttributeChange;
import io.slipway.automation.module.files.Attributes;
import io.slipway.automation.module.files.CurlConfig;
import io.slipway.automation.module.files.FoundPath;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.files.Probe;
import io.slipway.automation.module.files.PutFile;
import io.slipway.automation.module.files.SetAttributes;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of {@code uri}. Headers, credentials and body travel by standard input: none of them is ever in a process list. */
final class Uri {

    /**
     * Answers that lead elsewhere are followed here, not by curl, which keeps a method that it was told to use. As with Ansible: 302 and 303 are asked
     * for with GET, and so is 301 after POST; only 307 and 308 get body and type again. Other than with Ansible, credentials stay with their server.
     */
    private static final String ASK = """
            if [ -n "$creates" ] && [ -e "$creates" ]; then printf "skipped, since '%s' exists" "$creates"; exit 100; fi
            if [ -n "$removes" ] && [ ! -e "$removes" ]; then printf "skipped, since '%s' does not exist" "$removes"; exit 100; fi
            command -v curl >/dev/null || exit 101
            if [ -n "$src" ] && [ ! -r "$src" ]; then printf 'Unable to open source file %s' "$src"; exit 102; fi
            umask 077
            b=$(mktemp) || exit 103
            body=
            trap 'rm -f -- "$b" ${body:+"$body"}' EXIT
            trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
            config=$(head -c "$length"; echo x)
            config=${config%x}
            nl=$(printf '\\nx')
            nl=${nl%x}
            case $follow$sends in
              all1|urllib21)
                body=$(mktemp) || exit 103
                if [ -n "$src" ]; then cat <"$src" >"$body"; else cat >"$body"; fi || exit 103
                exec <"$body" ;;
              *) if [ -n "$src" ]; then exec <"$src"; fi ;;
            esac
            if [ -n "$newer" ] && [ -f "$newer" ]; then set -- --time-cond "$newer"; fi
            all= hops=0
            while :; do
              case $method in HEAD) way=head ;; *) way="request = \\"$method\\"" ;; esac
              if [ -n "$sends" ]; then way="$way${nl}data-binary = \\"@-\\""
              else case $method in
                POST|PUT|PATCH)
                  way="$way${nl}data-binary = \\"\\""
                  [ -n "$typed" ] || way="$way${nl}header = \\"Content-Type:\\"" ;;
              esac; fi
              answer=$(curl --config /dev/fd/3 --dump-header - --output "$b" --write-out '\\n%{redirect_url}\\n%{http_code} %{url_effective}' "$@" 2>&1 3<<END
            $config$way
            $typed
            END
            )
              exit=$?
              last=${answer##*"$nl"}
              answer=${answer%"$nl"*}
              next=$(printf '%s' "${answer##*"$nl"}" | sed 's,^\\([a-z]*://\\)[^/?#@]*@,\\1,')
              all=$all${answer%"$nl"*}$nl
              [ "$exit" = 0 ] && [ -n "$next" ] || break
              code=${last%% *}
              case $follow/$method/$code in
                all/*/30[12378]|safe/GET/30[12378]|safe/HEAD/30[12378]|urllib2/GET/30[12378]|urllib2/HEAD/30[12378]|urllib2/POST/30[123]) ;;
                *) break ;;
              esac
              hops=$((hops + 1))
              if [ "$hops" -gt 10 ]; then exit=loop; break; fi
              case $code in
                307|308) if [ -n "$body" ]; then exec <"$body"; fi ;;
                *) sends= typed= ;;
              esac
              case $follow/$code/$method in urllib2/*|*/302/[!H]*|*/303/[!H]*|*/301/POST) method=GET ;; esac
              here=${last#* }
              root=${here#*://}
              root=${here%%://*}://${root%%[/?#]*}
              case $next in
                "$root"|"$root"[/?#]*) ;;
                *) config=$(printf '%s' "$config" | sed '/^user = /d; /^header = "[Aa]uthorization:/d; /^header = "[Cc]ookie:/d'; echo x); config=${config%x} ;;
              esac
              config=$(printf '%s' "$config" | sed '/^url = /d'; printf 'url = "%s"\\nx' "$(printf '%s' "$next" | sed 's/[\\\\"]/\\\\&/g')")
              config=${config%x}
            done
            printf '%s%s\\0%s\\0' "$all" "$last" "$exit"
            [ "$method" = HEAD ] || cat "$b"
            """;

    private static final String CONTENT_TYPE = "Content-Type";

    private final ModuleCall call;
    private final Arguments a;
    private final InstantSource clock;
    private final RandomGenerator random;

    Uri(ModuleCall call, InstantSource clock, RandomGenerator random) {
        this.call = call;
        this.a = call.arguments();
        this.clock = clock;
        this.random = random;
    }

    ModuleResult run() {
        String method = a.string("method").toUpperCase(Locale.ROOT);
        if (!method.matches("[A-Z]+")) {
            throw new ModuleFailure("Parameter 'method' needs to be a single word in uppercase, like GET or POST.");
        }
        Attributes attributes = Attributes.of(a);
        Instant started = clock.instant();
        Reply reply = call.node().run(script(method));
        if (reply.exitCode() == 100) {
            return ModuleResult.unchanged().with("stdout", reply.out());
        }
        refuse(reply);
        UriAnswer answer = UriAnswer.parse(reply.stdout());
        long elapsed = Duration.between(started, clock.instant()).toSeconds();
        return result(answer, elapsed, attributes);
    }

    private void refuse(Reply reply) {
        switch (reply.exitCode()) {
            case 0 -> {}
            case 101 ->
                throw new ModuleFailure(Problem.of("the node has no curl, which uri needs")
                        .hint("install curl on the node, or have another host ask: delegate_to: localhost"));
            case 102 -> throw new ModuleFailure(reply.out()).with("elapsed", 0L);
            default ->
                throw new ModuleFailure("the node could not ask: " + reply.err().strip());
        }
    }

    private Script script(String method) {
        Optional<UriBody> body = UriBody.of(call, random);
        boolean fromNode = a.flag("remote_src") && a.has("src");
        byte[] config = NodeText.encode(config(body));
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes(config);
        body.map(UriBody::content).ifPresent(input::writeBytes);
        return Script.of(path("creates", a.text("creates"))
                        + path("removes", a.text("removes"))
                        + path("src", a.text("src").filter(src -> fromNode))
                        + path("newer", a.text("dest"))
                        + ASK)
                .set("length", Integer.toString(config.length))
                .set("method", method)
                .set("follow", follow())
                .set("sends", body.isPresent() || fromNode ? "1" : "")
                .set("typed", typed(body))
                .input(input.toByteArray());
    }

    private static String path(String name, Optional<String> path) {
        return NodePath.assign(name, path.orElse(""));
    }

    /** One of the words that the script knows. */
    private String follow() {
        String follow = a.string("follow_redirects");
        return switch (follow) {
            case "yes" -> "all";
            case "no" -> "none";
            default -> follow;
        };
    }

    /** The header for what is sent, which goes no further than that. */
    private String typed(Optional<UriBody> body) {
        CurlConfig config = new CurlConfig();
        headers(body).forEach((name, value) -> {
            if (name.equalsIgnoreCase(CONTENT_TYPE)) {
                config.value("header", header(name, value));
            }
        });
        return config.text().strip();
    }

    private static String header(String name, String value) {
        return value.isEmpty() ? name + ";" : name + ": " + value;
    }

    private String config(Optional<UriBody> body) {
        CurlConfig config = new CurlConfig();
        List.of("silent", "show-error", "globoff").forEach(name -> config.flag(name, true));
        config.value("url", a.string("url"));
        headers(body).forEach((name, value) -> {
            if (!name.equalsIgnoreCase(CONTENT_TYPE)) {
                config.value("header", header(name, value));
            }
        });
        a.text("url_username")
                .ifPresent(user ->
                        config.value("user", user + ":" + a.text("url_password").orElse("")));
        config.flag("netrc-optional", a.flag("use_netrc"));
        config.flag("insecure", !a.flag("validate_certs"));
        Map.of("ca_path", "cacert", "client_cert", "cert", "client_key", "key", "unix_socket", "unix-socket")
                .forEach((name, option) -> a.text(name).ifPresent(value -> config.value(option, value)));
        if (!a.strings("ciphers").isEmpty()) {
            config.value("ciphers", String.join(":", a.strings("ciphers")));
        }
        if (!a.flag("use_proxy")) {
            config.value("noproxy", "*");
        }
        String seconds = Long.toString(a.number("timeout"));
        List.of("connect-timeout", "speed-time").forEach(name -> config.value(name, seconds));
        config.value("speed-limit", "1");
        return config.text();
    }

    private Map<String, String> headers(Optional<UriBody> body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", a.string("http_agent"));
        headers.put("Accept-Encoding", "identity");
        if (a.flag("force")) {
            headers.put("cache-control", "no-cache");
        }
        body.flatMap(UriBody::type).ifPresent(type -> headers.put(CONTENT_TYPE, type));
        a.map("headers").forEach((name, value) -> {
            boolean fixed = name.equalsIgnoreCase(CONTENT_TYPE)
                    && body.filter(UriBody::typeCounts).isPresent();
            if (!fixed) {
                headers.keySet().removeIf(name::equalsIgnoreCase);
                headers.put(name, Coercion.written(value));
            }
        });
        return headers;
    }

    private ModuleResult result(UriAnswer answer, long elapsed, Attributes attributes) {
        boolean accepted = a.strings("status_code").contains(Integer.toString(answer.status()));
        String url = answer.refused() || answer.status() < 0 ? a.string("url") : answer.url();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("redirected", !sameUrl(url, a.string("url")));
        values.put("url", sameUrl(url, a.string("url")) ? a.string("url") : url);
        values.put("status", (long) answer.status());
        answer.headers().forEach((name, value) -> values.put(name.replace('-', '_'), value));
        if (!answer.refused() && answer.status() >= 0) {
            values.put("cookies", answer.cookies());
            values.put(
                    "cookies_string",
                    answer.cookies().entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        values.computeIfPresent("location", (name, location) -> absolute(String.valueOf(location)));
        values.put("elapsed", elapsed);
        values.put("msg", message(answer));
        if (answer.isJson()) {
            try {
                values.put("json", Json.read(url, answer.text()));
            } catch (JsonException notJson) {
                values.remove("json");
            }
        }
        if (a.flag("return_content")) {
            values.put("content", answer.text());
        }
        ModuleResult result = ModuleResult.unchanged().withAll(values);
        if (a.has("dest") && answer.status() >= 0) {
            result = accepted && answer.status() != 304
                    ? write(result, answer, attributes)
                    : result.with("path", a.string("dest"));
        }
        return accepted
                ? result
                : result.with(
                                "msg",
                                "Status code was " + answer.status() + " and not ["
                                        + String.join(", ", a.strings("status_code")) + "]: " + values.get("msg"))
                        .failing();
    }

    private static String message(UriAnswer answer) {
        if (answer.status() < 0) {
            return answer.reason();
        }
        return answer.refused()
                ? "HTTP Error " + answer.status() + ": " + answer.reason()
                : "OK (" + answer.headers().getOrDefault("content-length", "unknown") + " bytes)";
    }

    /** curl ends a host with a slash where the task need not. */
    private static boolean sameUrl(String one, String other) {
        return one.equals(other) || one.equals(other + "/");
    }

    private String absolute(String location) {
        try {
            return location.contains("://")
                    ? location
                    : URI.create(a.string("url")).resolve(location).toString();
        } catch (IllegalArgumentException notAUrl) {
            return location;
        }
    }

    private ModuleResult write(ModuleResult result, UriAnswer answer, Attributes attributes) {
        FoundPath found = Probe.of(a.string("dest"))
                .inside(answer.fileName().orElse("index.html"))
                .resolving(attributes)
                .checksum("sha1")
                .on(call.node());
        FoundPath now = found;
        if (!found.checksum().equals(Optional.of(sha1(answer.content())))) {
            if (!found.parentPresent()) {
                throw new ModuleFailure(
                        "failed to copy the answer to " + found.path() + ": its directory does not exist");
            }
            now = PutFile.at(found.path(), answer.content())
                    .attributes(attributes)
                    .unsafe(a.flag("unsafe_writes"))
                    .on(call.node(), found)
                    .now();
        } else {
            AttributeChange change = attributes.against(found.target().orElseThrow(), found, false);
            if (change.needed()) {
                now = SetAttributes.on(call.node(), found.realPath(), change);
            }
        }
        return new ModuleResult(true, false, false, result.values(), List.of())
                .with("path", found.path())
                .withAll(now.facts());
    }

    private static String sha1(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }
}
