package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.CurlConfig;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Docker Engine of a node, spoken to over its socket by {@code curl}: several requests make one exchange. Requests reach curl
 * on its standard input, so that nothing of them is ever in a process list.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/">Docker Engine API</a>
 */
final class Engine {

    /** {@code _call NAME CONFIG}; ends the script with status 75 when the engine cannot be asked. */
    private static final String PRELUDE = """
            if [ "$_host" = "$_default" ]; then _host=${DOCKER_HOST:-$_host}; fi
            command -v curl >/dev/null 2>&1 || { echo "no curl" >&2; exit 74; }
            set --
            case $_host in
              unix://*)
                _socket=${_host#unix://}
                _socket=/${_socket#/}
                [ -S "$_socket" ] || { echo "there is no socket $_socket" >&2; exit 75; }
                [ -w "$_socket" ] || { echo "no permission for $_socket" >&2; exit 75; }
                set -- --unix-socket "$_socket"
                _base=http://localhost ;;
              tcp://*) _base=$_scheme://${_host#tcp://} ;;
              http://*|https://*) _base=$_host ;;
              *) echo "docker_host is $_host: only unix://, tcp://, http:// and https:// can be used" >&2; exit 75 ;;
            esac
            [ -z "$_insecure" ] || set -- "$@" --insecure
            [ -z "$_ca" ] || set -- "$@" --cacert "$_ca"
            [ -z "$_cert" ] || set -- "$@" --cert "$_cert"
            [ -z "$_key" ] || set -- "$@" --key "$_key"
            _call() {
              _name=$1 _path=$2 _config=$3
              shift 3
              printf '%s\\000' "$_name"
              { printf '%s' "$_config"; printf 'url = "%s%s%s"\\n' "$_base" "$_version" "$_path"; } |
                curl --silent --show-error --globoff --noproxy '*' --connect-timeout "$_timeout" --write-out '\\n%{http_code}' "$@" --config -
              _status=$?
              printf '\\000'
              [ "$_status" -eq 0 ] || exit 75
            }
            """;

    /** {@code _try} ends the script when a request fails; {@code _gone SECONDS} asks until there is nothing there. */
    private static final String ONE_BY_ONE = """
            _ask_once() { _said=$(_call "$@" | tr '\\000' '\\001'); }
            _tell_it() { printf '%s' "$_said" | tr '\\001' '\\000'; }
            _try() {
              _ask_once "$@"
              _tell_it
              case ${_said%?} in *[23][0-9][0-9]) ;; *) exit 0 ;; esac
            }
            _gone() {
              _left=$1
              shift
              while _ask_once "$@"; do
                case ${_said%?} in
                  *404) printf '%s\\000\\n204\\000' "$1"; return ;;
                  *200) [ "$_left" -ne 0 ] || { printf '%s\\000it is still there\\n504\\000' "$1"; exit 0; } ;;
                  *) _tell_it; exit 0 ;;
                esac
                _left=$((_left - 1))
                sleep 1
              done
            }
            """;

    /** A request; {@code path} begins with a slash and is encoded already. */
    record Request(String method, String path, @Nullable Object body) {

        static Request get(String path) {
            return new Request("GET", path, null);
        }

        static Request post(String path, @Nullable Object body) {
            return new Request("POST", path, body);
        }

        static Request delete(String path) {
            return new Request("DELETE", path, null);
        }

        /** Waits until there is nothing at the path; for any time when {@code seconds} is negative. */
        static Request gone(String path, long seconds) {
            return new Request("GONE", path, seconds);
        }
    }

    /** @param status of HTTP */
    record Answer(int status, String body) {

        static final Answer NONE = new Answer(0, "");

        boolean ok() {
            return status >= 200 && status < 400;
        }

        /** The object that it is; empty when the thing asked for is not there. */
        Map<String, @Nullable Object> object() {
            return status == 404 || !(value() instanceof Map<?, ?> map) ? Map.of() : Values.map(map);
        }

        @Nullable
        Object value() {
            return body.isBlank() ? null : Json.read("the engine's answer", body);
        }

        /** What the engine says went wrong. */
        String message() {
            return body.startsWith("{") && value() instanceof Map<?, ?> map && map.get("message") != null
                    ? String.valueOf(map.get("message"))
                    : body.strip();
        }
    }

    private final Node node;
    private final Script settings;

    Engine(ModuleCall call) {
        this.node = call.node();
        Arguments a = call.arguments();
        boolean verify = a.flag("validate_certs");
        String version = a.string("api_version");
        this.settings = Script.of(NodePath.assign("_ca", a.text("ca_cert").orElse(""))
                        + NodePath.assign("_cert", a.text("client_cert").orElse(""))
                        + NodePath.assign("_key", a.text("client_key").orElse("")))
                .set("_host", a.string("docker_host"))
                .set("_default", EngineOptions.DEFAULT_HOST)
                .set("_version", version.equals("auto") ? "" : "/v" + encoded(version))
                .set("_timeout", Long.toString(a.number("timeout")))
                .set("_scheme", verify || a.flag("tls") ? "https" : "http")
                .set("_insecure", verify ? "" : "1");
    }

    /** A part of a path or a query. */
    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Asks for what may be missing: every answer is given back, whatever its status; {@code more} is told beside them. */
    Map<String, Answer> look(Map<String, Request> requests, Found[] told, String more) {
        StringBuilder text = new StringBuilder(settings.text()).append(PRELUDE);
        requests.forEach((name, request) -> text.append("_call ").append(call(name, request)));
        Found found = Found.tryAsk(node, Found.script(text + more));
        check(found);
        told[0] = found;
        Map<String, Answer> answers = new LinkedHashMap<>();
        requests.keySet().forEach(name -> answers.put(name, answer(found, name)));
        return answers;
    }

    Map<String, Answer> look(Map<String, Request> requests) {
        return look(requests, new Found[1], "");
    }

    /** What an act is called when it fails, and the request. */
    record Step(String failure, Request request) {}

    /**
     * Does one step after the other until one fails, which ends the task.
     *
     * @return the answers, by position
     */
    List<Answer> act(List<Step> steps) {
        StringBuilder text = new StringBuilder(settings.text()).append(PRELUDE).append(ONE_BY_ONE);
        for (int i = 0; i < steps.size(); i++) {
            Request request = steps.get(i).request();
            text.append(
                    request.method().equals("GONE")
                            ? "_gone " + request.body() + " " + call("step " + i, Request.get(request.path()))
                            : "_try " + call("step " + i, request));
        }
        Found found = Found.tryAsk(node, Found.script(text.toString()));
        check(found);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Answer answer = answer(found, "step " + i);
            if (!answer.ok()) {
                throw new ModuleFailure(steps.get(i).failure() + ": "
                        + (answer.message().isEmpty() ? found.reply().err().strip() : answer.message()));
            }
            answers.add(answer);
        }
        return answers;
    }

    /** An answer that is not text. */
    byte[] raw(Request request) {
        Found found = Found.tryAsk(
                node,
                Found.script(settings.text() + PRELUDE + "printf 'raw\\000'\n{ _call "
                        + call("raw", request).stripTrailing() + "; } | base64\nprintf '\\000'\n"));
        check(found);
        byte[] all = Base64.getMimeDecoder().decode(found.text("raw"));
        int end = all.length - "\n200\0".length();
        int start = "raw\0".length();
        return end < start ? new byte[0] : Arrays.copyOfRange(all, start, end);
    }

    /** Asks again, a little later. */
    Answer afterASecond(Request request) {
        Found found = Found.tryAsk(
                node, Found.script(settings.text() + PRELUDE + "sleep 1\n_call " + call("later", request)));
        check(found);
        Answer answer = answer(found, "later");
        refuseUnless(answer.ok(), answer);
        return answer;
    }

    private static String call(String name, Request request) {
        CurlConfig config = new CurlConfig();
        config.value("request", request.method());
        if (request.body() != null) {
            config.value("header", "Content-Type: application/json");
            config.value("data-raw", Json.write(request.body()));
        }
        return Script.quote(name) + " " + Script.quote(request.path()) + " " + Script.quote(config.text())
                + " \"$@\"\n";
    }

    private static Answer answer(Found found, String name) {
        String text = found.text(name);
        int end = text.lastIndexOf('\n');
        return end < 0 || !text.substring(end + 1).matches("\\d{3}")
                ? Answer.NONE
                : new Answer(Integer.parseInt(text.substring(end + 1)), text.substring(0, end));
    }

    /** Ends the task with what the engine said. */
    static void refuseUnless(boolean fine, Answer answer) {
        if (!fine) {
            throw new ModuleFailure("An unexpected Docker error occurred: " + answer.message());
        }
    }

    private static void check(Found found) {
        String said = found.reply().err().strip();
        switch (found.reply().exitCode()) {
            case 0 -> {}
            case 74 ->
                throw new ModuleFailure(Problem.of("Failed to find required executable \"curl\" on the node")
                        .hint("install the package curl: the Docker Engine is spoken to through it"));
            default ->
                throw new ModuleFailure(
                        Problem.of("Error connecting: cannot reach the Docker daemon")
                                .because(said)
                                .hint(
                                        said.contains("permission")
                                                ? "become root, or add the user to the group docker"
                                                : "see that Docker is installed and runs (systemctl status docker), or name its address in docker_host"));
        }
    }
}
