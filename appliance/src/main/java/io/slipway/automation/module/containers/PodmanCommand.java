package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code podman} command of a node: asks about images and changes them. What it ran, it remembers. */
final class PodmanCommand {

    /** A login is in a file that only the user can read, and only while podman runs. */
    private static final String PRELUDE = """
            _podman=$(command -v "$_program") || exit 74
            tell podman "$_podman"
            if [ -n "$_login" ]; then
              umask 077
              _auth=$(mktemp) || exit 1
              trap 'rm -f -- "$_auth"' EXIT
              trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
              cat >"$_auth" || exit 1
              REGISTRY_AUTH_FILE=$_auth
              export REGISTRY_AUTH_FILE
              umask 022
            fi
            """;

    private final ModuleCall call;
    private final Arguments a;
    private final List<String> actions = new ArrayList<>();

    PodmanCommand(ModuleCall call) {
        this.call = call;
        this.a = call.arguments();
    }

    /** One word of a command line; the node expands the {@code ~} of a path. */
    record Word(String text, boolean path) {

        static List<Word> of(List<String> texts) {
            return texts.stream().map(text -> new Word(text, false)).toList();
        }

        private String forShell() {
            return path ? Words.expanding(text) : Script.quote(text);
        }
    }

    /** What was run, in order, as texts. */
    List<String> actions() {
        return actions;
    }

    /** @param text script text with {@code tell}, {@code ask} and {@code "$_podman"} */
    Found ask(String text) {
        return told(Found.script(PRELUDE + text + "\n"), "");
    }

    /** Runs a command and then inspects an image; {@code out}, {@code err} and {@code rc} are what the command said. */
    Found run(List<Word> words, String inspected, Set<String> registries) {
        String text = """
                _err=$(mktemp) || exit 1
                trap 'rm -f -- "$_err" ${_auth:+"$_auth"}' EXIT
                _out=$("$_podman" %s 2>"$_err" </dev/null; echo "rc=$?")
                tell rc "${_out##*rc=}"
                tell out "${_out%%rc=*}"
                tell err "$(cat -- "$_err")"
                [ -n "$_inspected" ] || _inspected=$(printf '%%s\\n' "${_out%%rc=*}" | sed '/^$/d' | tail -n 1)
                ask image "$_podman" inspect "$_inspected" --format json
                """.formatted(
                        String.join(" ", words.stream().map(Word::forShell).toList()));
        actions.add(a.string("executable") + " "
                + String.join(" ", words.stream().map(Word::text).toList()));
        Script script = Script.of(text).set("_inspected", inspected);
        return told(Found.script(PRELUDE + script.text()), login(registries));
    }

    private Found told(Script script, String login) {
        Found found = Found.tryAsk(
                call.node(),
                script.set("_login", login.isEmpty() ? "" : "yes")
                        .set("_program", a.string("executable"))
                        .input(login));
        if (found.reply().exitCode() == 74) {
            throw new ModuleFailure(
                    Problem.of("Failed to find required executable \"" + a.string("executable") + "\" on the node")
                            .hint("install the package podman, or say in executable where it is"));
        }
        if (!found.reply().ok()) {
            throw new ModuleFailure("podman could not be run on the node: "
                    + found.reply().err().strip());
        }
        return found;
    }

    private String login(Set<String> registries) {
        if (!a.has("username") || registries.isEmpty()) {
            return "";
        }
        String pair = a.string("username") + ":" + a.string("password");
        String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        Map<String, Map<String, String>> auths = new LinkedHashMap<>();
        registries.forEach(registry -> auths.put(registry, Map.of("auth", auth)));
        return Json.write(Map.of("auths", auths));
    }

    /** What concerns registries: {@code --authfile}, {@code --tls-verify} and {@code --cert-dir}. */
    List<Word> registryWords() {
        List<Word> words = new ArrayList<>();
        a.choice("validate_certs")
                .ifPresent(wanted -> words.add(new Word(wanted ? "--tls-verify" : "--tls-verify=false", false)));
        a.text("ca_cert_dir").ifPresent(folder -> path(words, "--cert-dir", folder));
        a.text("auth_file").ifPresent(file -> path(words, "--authfile", file));
        return words;
    }

    static void path(List<Word> words, String option, String path) {
        words.add(new Word(option, false));
        words.add(new Word(path, true));
    }
}
