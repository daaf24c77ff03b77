package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Output;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.module.shell.Steps;
import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code modprobe}: kernel modules, now and at boot. */
final class ModprobeModule implements Module {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private static final ModuleSpec SPEC = ModuleSpec.of("modprobe", "Loads and unloads kernel modules")
            .options(
                    Option.of("name", STRING, "The kernel module").mandatory(),
                    Option.of("state", STRING, "Whether it is to be loaded")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of("params", STRING, "Its parameters").orElse(""),
                    Option.of("persistent", STRING, "Whether it is to be loaded at boot")
                            .oneOf("disabled", "present", "absent")
                            .orElse("disabled"))
            .build();

    /** Built-in modules count as loaded. Lines of the boot configuration that name the module are told with their files. */
    private static final String LOADED = """
            _under=$(printf '%s' "$_name" | tr - _)
            if grep -q "^$_under " /proc/modules 2>/dev/null || grep -q "/$_name\\.ko\\$" "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null
            then tell loaded 1; fi
            """;

    private static final String PROBE = LOADED + """
            [ -n "$_persistent" ] || exit 0
            for _file in /etc/modules-load.d/* ; do
              [ -f "$_file" ] && grep -q "^ *$_name *\\([#;].*\\)\\{0,1\\}\\$" "$_file" && ask "load $_file" cat "$_file"
            done
            for _file in /etc/modprobe.d/* ; do
              [ -f "$_file" ] && grep -q "^options $_name [A-Za-z0-9_]*=" "$_file" && ask "options $_file" cat "$_file"
            done
            exit 0
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String name = call.string("name");
        if (!NAME.matcher(name).matches()) {
            throw new ModuleFailure("'" + name + "' cannot be the name of a kernel module");
        }
        String persistent = call.string("persistent");
        Found found = Found.ask(
                call.node(),
                Found.constant(PROBE).set("_name", name).set("_persistent", persistent.equals("disabled") ? "" : "1"));
        Steps steps = new Steps();
        boolean present = call.string("state").equals("present");
        ModuleResult moved = present == found.has("loaded") ? ModuleResult.unchanged() : move(call, present);
        if (persistent.equals("present")) {
            keep(steps, call, found);
        } else if (persistent.equals("absent")) {
            forget(steps, name, found, "load ");
            forget(steps, name, found, "options ");
        }
        if (!call.check() && !steps.isEmpty()) {
            steps.on(call.node(), "").orFail();
        }
        return ModuleResult.changed(moved.changed() || !steps.isEmpty())
                .withAll(moved.values())
                .withAll(named(call));
    }

    private static Map<String, @Nullable Object> named(ModuleCall call) {
        return Map.of("name", call.string("name"), "params", call.string("params"), "state", call.string("state"));
    }

    /** A check lets {@code modprobe} say whether it could. What it does not load, since an alias or the kernel has it, is no change. */
    private static ModuleResult move(ModuleCall call, boolean load) {
        List<String> words = new ArrayList<>(List.of("--", call.string("name")));
        if (load) {
            words.addAll(Words.split(call.string("params")));
        }
        List<String> command = new ArrayList<>(List.of("modprobe"));
        if (!load) {
            command.add("-r");
        }
        if (call.check()) {
            command.add("-n");
        }
        command.addAll(words);
        Steps.Done done = new Steps()
                .run(command)
                .on(call.node(), "_name=" + Script.words(List.of(call.string("name"))) + "\n" + LOADED);
        if (!done.ok()) {
            throw Output.in(
                            new ModuleFailure(Problem.of(done.err().strip()).hint(remedy(done.err())))
                                    .with("rc", done.rc()),
                            done.out(),
                            done.err())
                    .with("name", call.string("name"))
                    .with("params", call.string("params"))
                    .with("state", call.string("state"));
        }
        if (!load || call.check() || done.found().has("loaded")) {
            return ModuleResult.changed(true);
        }
        List<String> again = new ArrayList<>(List.of("modprobe", "-n", "--first-time"));
        again.addAll(words);
        Steps.Done why = new Steps().run(again).on(call.node(), "");
        return why.ok() ? ModuleResult.unchanged() : ModuleResult.unchanged().with("warnings", List.of(why.err()));
    }

    private static String remedy(String said) {
        if (said.contains(" not found in directory ")) {
            return "is the name right, and is the package installed that has it for the kernel that runs ('uname -r' on the node;"
                    + " linux-modules-extra, a driver's DKMS build)? a newer kernel runs after a reboot";
        }
        return said.contains(" is in use") ? "'lsmod' on the node says what uses it: unload or stop that first" : "";
    }

    private static void keep(Steps steps, ModuleCall call, Found found) {
        String name = call.string("name");
        if (found.texts().keySet().stream().noneMatch(key -> key.startsWith("load "))) {
            steps.script(folder("/etc/modules-load.d"));
            steps.script(ReplaceFile.with("/etc/modules-load.d/" + name + ".conf", name + "\n", "644"));
        }
        Set<String> wanted = new LinkedHashSet<>(Words.split(call.string("params")));
        if (!wanted.equals(options(name, found))) {
            forget(steps, name, found, "options ");
            StringBuilder text = new StringBuilder();
            wanted.forEach(option -> text.append("options ")
                    .append(name)
                    .append(' ')
                    .append(option)
                    .append('\n'));
            steps.script(folder("/etc/modprobe.d"));
            steps.script(ReplaceFile.with("/etc/modprobe.d/" + name + ".conf", text.toString(), "644"));
        }
    }

    private static Script folder(String path) {
        return Script.of("mkdir -p -- \"$_folder\"").set("_folder", path);
    }

    private static Set<String> options(String name, Found found) {
        Set<String> options = new LinkedHashSet<>();
        Pattern pattern = Pattern.compile("options " + Pattern.quote(name) + " (\\w+=\\S+) *(?:[#;].*)?");
        found.texts().keySet().stream()
                .filter(key -> key.startsWith("options "))
                .flatMap(key -> found.lines(key).stream())
                .map(pattern::matcher)
                .filter(java.util.regex.Matcher::matches)
                .forEach(matcher -> options.add(matcher.group(1)));
        return options;
    }

    /** Comments out the lines that name the module. */
    private static void forget(Steps steps, String name, Found found, String kind) {
        Pattern line = kind.equals("load ")
                ? Pattern.compile("(?m)^( *" + Pattern.quote(name) + " *(?:[#;].*)?)$")
                : Pattern.compile("(?m)^(options " + Pattern.quote(name) + " \\w+=\\S+ *(?:[#;].*)?)$");
        found.texts().forEach((key, text) -> {
            if (key.startsWith(kind)) {
                steps.script(ReplaceFile.with(
                        key.substring(kind.length()), line.matcher(text).replaceAll("#$1"), "644"));
            }
        });
    }
}
