package io.slipway.automation.module.packages;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.MODE;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code apt_repository}: one-line sources of apt. A source that apt cannot read is taken back at once. */
final class AptRepositoryModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("apt_repository", "Adds and removes sources of apt")
            .options(
                    Option.of(
                                    "repo",
                                    STRING,
                                    "The source as sources.list has it: deb [options] address suite components")
                            .mandatory(),
                    Option.of("state", STRING, "Whether it is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("filename", STRING, "The file's name in sources.list.d, without .list"),
                    Option.of("mode", MODE, "Permissions of a new file"),
                    Option.of("update_cache", BOOL, "Whether to fetch the package lists after a change")
                            .alias("update-cache")
                            .orElse(true),
                    Option.of("codename", STRING, "The release of a PPA; see repo"),
                    Option.of("validate_certs", BOOL, "Taken without effect: it concerns PPAs only")
                            .orElse(true),
                    Option.of("install_python_apt", BOOL, "Taken without effect: no Python is needed")
                            .orElse(true))
            .options(AptUpdate.OPTIONS)
            .build();

    private static final String PROBE = AptFolders.FIND + """
            for _file in "$_list" "$_parts"*.list; do
              [ ! -f "$_file" ] || ask "file $_file" cat "$_file"
            done
            exit 0
            """;

    private static final Pattern PPA = Pattern.compile("ppa:([^/\\s]+)(?:/(\\S+))?");

    private static final long LOCK_TIMEOUT = 60;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        boolean present = call.string("state").equals("present");
        Matcher ppa = PPA.matcher(call.string("repo").strip());
        Predicate<String> unwanted = !present && ppa.matches() ? ofPpa(call, ppa) : source(call.string("repo"))::equals;
        Found found = AptFolders.checked(Found.ask(call.node(), Found.constant(PROBE)), "apt_repository");
        Map<String, String> before = new LinkedHashMap<>();
        found.texts().forEach((name, text) -> {
            if (name.startsWith("file ")) {
                before.put(name.substring("file ".length()), text);
            }
        });
        SourceLines lines = new SourceLines(before);
        Map<String, String> after = present ? added(call, lines, found.text("parts")) : lines.without(unwanted);
        if (!after.isEmpty() && !call.check()) {
            apply(call, before, after);
        }
        return result(call, before, after);
    }

    private static Map<String, String> added(ModuleCall call, SourceLines lines, String parts) {
        String source = source(call.string("repo"));
        return lines.with(source, file(call, source, parts));
    }

    /** Whatever serves PPAs, and for whichever release unless the task names one. */
    private static Predicate<String> ofPpa(ModuleCall call, Matcher ppa) {
        String archive = ppa.group(2) == null ? "ppa" : ppa.group(2);
        String release = call.arguments().text("codename").map(Pattern::quote).orElse("\\S+");
        return Pattern.compile("deb(?:-src)? (?:\\[[^]]*\\] )?https?://ppa\\.[^/ ]+/" + Pattern.quote(ppa.group(1))
                        + "/" + Pattern.quote(archive) + "/ubuntu/? " + release + "(?: .*)?")
                .asMatchPredicate();
    }

    private static String source(String repo) {
        if (repo.strip().startsWith("ppa:")) {
            throw new ModuleFailure(
                    Problem.of("the repository '" + repo + "' cannot be added")
                            .because("what a PPA stands for, and its key, only Launchpad on the Internet can say")
                            .hint(
                                    "mirror it, and name the mirror's address: repo: deb [signed-by=KEYRING] ADDRESS SUITE main"));
        }
        return SourceLines.source(repo)
                .orElseThrow(() -> new ModuleFailure(Problem.of("Invalid repository string: " + repo)
                        .hint("write it as in sources.list: deb [options] address suite components")));
    }

    private static String file(ModuleCall call, String source, String parts) {
        String name = call.arguments()
                .text("filename")
                .map(given -> given + ".list")
                .orElseGet(() -> SourceLines.fileName(source));
        return name.contains("/") ? name : parts + name;
    }

    private static void apply(ModuleCall call, Map<String, String> before, Map<String, String> after) {
        Steps steps = new Steps();
        StringBuilder undo = new StringBuilder();
        String mode = call.arguments().text("mode").orElse("644");
        after.forEach((path, text) -> {
            steps.script(put(path, text, mode));
            undo.append("_undo() {\n")
                    .append(put(path, before.getOrDefault(path, ""), mode).text())
                    .append("\n}\n( _undo )\n");
        });
        if (call.flag("update_cache")) {
            steps.script(AptUpdate.settings(
                    Script.of(AptUpdate.FUNCTION + "_update && return 0\n" + undo
                            + "printf '%s\\n' \"$_said\" >&2; return 100\n"),
                    call.arguments(),
                    LOCK_TIMEOUT));
        }
        Steps.Done done = steps.on(call.node(), "");
        if (done.rc() == 100) {
            throw new ModuleFailure(
                    AptTrouble.of("Failed to update apt cache: " + done.err().strip(), done.err()));
        }
        done.orFail();
    }

    /** A file that holds nothing is not kept. */
    private static Script put(String path, String text, String mode) {
        return text.isEmpty()
                ? Script.of("rm -f -- \"$_path\"").set("_path", path)
                : Script.of("_parent=${_path%/*}; [ -d \"$_parent\" ] || mkdir -p -- \"$_parent\" || return 1\n"
                                + ReplaceFile.with(path, text, mode).text())
                        .set("_path", path);
    }

    private static ModuleResult result(ModuleCall call, Map<String, String> before, Map<String, String> after) {
        ModuleResult result = ModuleResult.changed(!after.isEmpty())
                .with("repo", call.string("repo"))
                .with("state", call.string("state"))
                .with("sources_added", names(after, before))
                .with(
                        "sources_removed",
                        after.entrySet().stream()
                                .filter(entry -> entry.getValue().isEmpty())
                                .map(Map.Entry::getKey)
                                .toList());
        if (call.diff()) {
            for (Map.Entry<String, String> entry : after.entrySet()) {
                String path = entry.getKey();
                result = result.with(new ModuleResult.Diff(
                        before.containsKey(path) ? path : "/dev/null",
                        entry.getValue().isEmpty() ? "/dev/null" : path,
                        before.getOrDefault(path, ""),
                        entry.getValue()));
            }
        }
        return result;
    }

    private static List<String> names(Map<String, String> after, Map<String, String> before) {
        return after.keySet().stream().filter(path -> !before.containsKey(path)).toList();
    }
}
