package io.slipway.automation.module.packages;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Output;
import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code pip}: Python packages, on nodes that have Python and pip; virtual environments are made when they are missing. */
final class PipModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("pip", "Installs and removes Python packages")
            .options(
                    Option.of("name", LIST, "Packages: name, name==version, addresses"),
                    Option.of("version", STRING, "The version of the one package"),
                    Option.of("requirements", STRING, "A file on the node that lists packages"),
                    Option.of("state", STRING, "What they are to be")
                            .oneOf("present", "absent", "latest", "forcereinstall")
                            .orElse("present"),
                    Option.of("virtualenv", PATH, "The virtual environment to install into"),
                    Option.of("virtualenv_command", PATH, "What makes it").orElse("virtualenv"),
                    Option.of("virtualenv_python", STRING, "The Python in it"),
                    Option.of("virtualenv_site_packages", BOOL, "Whether the system's packages are seen in it")
                            .orElse(false),
                    Option.of("executable", PATH, "The pip to use"),
                    Option.of("extra_args", STRING, "More words for pip"),
                    Option.of("editable", BOOL, "Install from a folder of sources, to be edited there")
                            .orElse(false),
                    Option.of("chdir", PATH, "Where to work"),
                    Option.of("umask", STRING, "The umask, in octal"),
                    Option.of(
                                    "break_system_packages",
                                    BOOL,
                                    "Whether to install where the distribution's own packages are")
                            .orElse(false))
            .oneNeeded("name", "requirements")
            .exclusive("name", "requirements")
            .exclusive("executable", "virtualenv")
            .build();

    /** Ends with the status of what failed, after telling which step that was. */
    private static final String SCRIPT = """
            [ -z "$_umask" ] || umask "$_umask"
            cd -- "$_chdir" 2>/dev/null || { tell failed chdir; exit 0; }
            _work=$(mktemp -d) || exit 1
            trap 'rm -rf -- "$_work"' EXIT
            trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
            _do() { "$@" >>"$_work/out" 2>>"$_work/err" </dev/null; }
            _said() { ask out cat "$_work/out"; ask err cat "$_work/err"; }
            if [ -n "$_env" ] && [ ! -e "$_env/bin/activate" ]; then
              tell made 1
              [ -z "$_check" ] || exit 0
              if ! command -v "$_maker" >/dev/null 2>&1; then tell failed maker; exit 0; fi
              _make || { tell status "$?"; tell failed environment; _said; exit 0; }
            fi
            if [ -n "$_env" ]; then
              PATH=$_env/bin:$PATH
              set --
              for _pip in pip3 pip; do [ ! -x "$_env/bin/$_pip" ] || { set -- "$_env/bin/$_pip"; break; }; done
            elif [ -n "$_pip" ]; then
              _path=$(command -v -- "$_pip") && set -- "$_path"
            elif python3 -c 'import pip' >/dev/null 2>&1; then
              set -- "$(command -v python3)" -m pip.__main__
            elif _path=$(command -v pip3); then set -- "$_path"
            fi
            [ "$#" -gt 0 ] || { tell failed pip; exit 0; }
            tell pip "$*"
            _list() { "$@" list --format=freeze 2>/dev/null </dev/null || "$@" freeze 2>/dev/null </dev/null; }
            if [ -n "$_compare" ]; then tell before "$(_list "$@")"; fi
            if [ -z "$_check" ]; then
              _pip "$@"
              tell status "$?"
              _said
              if [ -n "$_compare" ]; then tell after "$(_list "$@")"; fi
            fi
            exit 0
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall asked) {
        ModuleCall call = NodePath.expanded(asked);
        String state = call.string("state");
        List<PipPackage> packages = packages(call);
        List<String> words = words(call, state, packages);
        Optional<String> env = call.arguments().text("virtualenv").map(path -> inFolder(call, path));
        boolean compares = call.check()
                || call.arguments().has("requirements")
                || packages.stream().anyMatch(PipPackage::isVersioned);
        Found found = Found.ask(
                call.node(),
                Found.script("_pip() { _do \"$@\" " + Script.words(words) + "; }\n_make() { _do "
                                + Script.words(maker(call, env.orElse(""))) + "; }\n" + SCRIPT)
                        .set("_umask", umask(call))
                        .set("_chdir", call.arguments().text("chdir").orElse("/tmp"))
                        .set("_env", env.orElse(""))
                        .set(
                                "_maker",
                                Words.split(call.string("virtualenv_command")).getFirst())
                        .set("_pip", call.arguments().text("executable").orElse(""))
                        .set("_compare", compares ? "1" : "")
                        .set("_check", call.check() ? "1" : ""));
        if (found.has("failed")) {
            throw failure(call, found, env.orElse(""));
        }
        if (call.check()) {
            return predicted(call, state, packages, found);
        }
        return done(call, state, words, env, found);
    }

    private static ModuleResult predicted(ModuleCall call, String state, List<PipPackage> packages, Found found) {
        boolean cannotTell = call.arguments().has("extra_args")
                || call.flag("editable")
                || call.arguments().has("requirements")
                || !(state.equals("present") || state.equals("absent"));
        List<String> installed = found.lines("before");
        boolean changed = found.has("made")
                || cannotTell
                || packages.stream().anyMatch(one -> one.isSatisfied(installed) != state.equals("present"));
        return ModuleResult.changed(changed)
                .with("cmd", found.text("pip") + " list --format=freeze")
                .with("stdout", found.text("before"))
                .with("stderr", "");
    }

    private static ModuleResult done(
            ModuleCall call, String state, List<String> words, Optional<String> env, Found found) {
        String out = found.texts().getOrDefault("out", "");
        String err = found.texts().getOrDefault("err", "");
        boolean absent = state.equals("absent");
        List<String> command = new ArrayList<>(List.of(found.text("pip").split(" ")));
        command.addAll(words);
        boolean wasNotThere = absent && found.number("status") == 1 && (out + err).contains("not installed");
        if (found.number("status") != 0 && !wasNotThere) {
            String said = (out.isEmpty() ? "" : "stdout: " + out) + (err.isEmpty() ? "" : "\n:stderr: " + err);
            throw new ModuleFailure(PipTrouble.of(said, out + err)).with("cmd", command);
        }
        boolean changed = found.has("made")
                || (absent
                        ? out.contains("Successfully uninstalled")
                        : found.has("before")
                                ? !found.text("before").equals(found.text("after"))
                                : out.contains("Successfully installed"));
        ModuleResult result = ModuleResult.changed(changed)
                .with("cmd", command)
                .with("state", state)
                .with("name", call.raw("name"))
                .with("version", call.raw("version"))
                .with("requirements", call.raw("requirements"))
                .with("virtualenv", env.orElse(null));
        return Output.in(result, out, err);
    }

    private static List<PipPackage> packages(ModuleCall call) {
        List<PipPackage> packages = PipPackage.all(call.arguments().strings("name"));
        Optional<String> version = call.arguments().text("version").map(String::strip);
        if (version.isEmpty()) {
            return packages;
        }
        if (call.string("state").equals("latest")) {
            throw new ModuleFailure("version is incompatible with state=latest");
        }
        if (packages.size() > 1) {
            throw new ModuleFailure(
                    "'version' argument is ambiguous when installing multiple package distributions. Please"
                            + " specify version restrictions next to each package in 'name' argument.");
        }
        return packages.stream().map(one -> one.of(version.get())).toList();
    }

    private static List<String> words(ModuleCall call, String state, List<PipPackage> packages) {
        List<String> words = new ArrayList<>(
                switch (state) {
                    case "absent" -> List.of("uninstall", "-y");
                    case "latest" -> List.of("install", "-U");
                    case "forcereinstall" -> List.of("install", "-U", "--force-reinstall");
                    default -> List.of("install");
                });
        if (call.flag("break_system_packages")) {
            words.add("--break-system-packages");
        }
        List<String> extra = Words.split(call.arguments().text("extra_args").orElse(""));
        words.addAll(extra);
        if (call.flag("editable") && !extra.contains("-e")) {
            words.add("-e");
        }
        call.arguments().text("requirements").ifPresent(file -> words.addAll(List.of("-r", file)));
        packages.forEach(one -> words.add(one.written()));
        return words;
    }

    private static List<String> maker(ModuleCall call, String env) {
        List<String> words = new ArrayList<>(Words.split(call.string("virtualenv_command")));
        boolean venv = call.string("virtualenv_command").contains("pyvenv")
                || call.string("virtualenv_command").contains("-m venv");
        if (call.flag("virtualenv_site_packages")) {
            words.add("--system-site-packages");
        }
        if (venv && call.arguments().has("virtualenv_python")) {
            throw new ModuleFailure(
                    "virtualenv_python should not be used when using the venv module or pyvenv as virtualenv_command");
        }
        if (!venv) {
            words.add("-p" + call.arguments().text("virtualenv_python").orElse("python3"));
        }
        words.add(env);
        return words;
    }

    private static String inFolder(ModuleCall call, String path) {
        return path.startsWith("/")
                ? path
                : call.arguments().text("chdir").orElse("/tmp").replaceFirst("/+$", "") + "/" + path;
    }

    private static String umask(ModuleCall call) {
        String umask = call.arguments().text("umask").orElse("");
        if (!umask.matches("[0-7]{0,4}")) {
            throw new ModuleFailure("umask must be an octal integer");
        }
        return umask;
    }

    private static ModuleFailure failure(ModuleCall call, Found found, String env) {
        String said = found.texts().getOrDefault("out", "") + found.texts().getOrDefault("err", "");
        return new ModuleFailure(
                switch (found.text("failed")) {
                    case "chdir" ->
                        Problem.of("cannot work in '"
                                        + call.arguments().text("chdir").orElse("/tmp") + "'")
                                .because("there is no such folder on the node");
                    case "maker" ->
                        Problem.of("Failed to find required executable \""
                                        + Words.split(call.string("virtualenv_command"))
                                                .getFirst() + "\"")
                                .because("the node has no program that makes virtual environments")
                                .hint(
                                        "install python3-venv and set virtualenv_command: python3 -m venv, or install virtualenv");
                    case "environment" ->
                        PipTrouble.of("the virtual environment " + env + " cannot be made: " + said.strip(), said);
                    default ->
                        env.isEmpty()
                                ? Problem.of("Unable to find any of pip3 to use.  pip needs to be installed.")
                                        .hint("install python3-pip with the module package")
                                : Problem.of(
                                        "Unable to find pip in the virtualenv, " + env
                                                + ", under any of these names: pip3, pip. Make sure pip is present in the virtualenv.");
                });
    }
}
