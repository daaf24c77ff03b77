package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.PATH;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code mount}: entries of {@code fstab}, and file systems that are mounted. */
final class MountModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("mount", "Mounts file systems, now and at boot")
            .options(
                    Option.of("path", PATH, "Where to mount").alias("name").mandatory(),
                    Option.of("src", PATH, "What to mount"),
                    Option.of("fstype", STRING, "The kind of file system"),
                    Option.of("opts", STRING, "Mount options"),
                    Option.of("state", STRING, "Whether it is in fstab, mounted, or both")
                            .oneOf(
                                    "absent",
                                    "absent_from_fstab",
                                    "mounted",
                                    "present",
                                    "unmounted",
                                    "remounted",
                                    "ephemeral")
                            .mandatory(),
                    Option.of("fstab", PATH, "Another file than /etc/fstab"),
                    Option.of("boot", BOOL, "Whether to mount it at boot").orElse(true),
                    Option.of("dump", STRING, "The fifth field of fstab").orElse("0"),
                    Option.of("passno", STRING, "The sixth field of fstab").orElse("0"),
                    Option.of("backup", BOOL, "Whether to keep a copy of the old fstab")
                            .orElse(false))
            .neededIf("state", "mounted", "src", "fstype")
            .neededIf("state", "present", "src", "fstype")
            .neededIf("state", "ephemeral", "src", "fstype")
            .build();

    private static final String PROBE = """
            ask fstab cat "$_fstab"
            _place=$(readlink -f -- "$_path" 2>/dev/null)
            _escaped=$(printf '%s' "${_place:-$_path}" | sed 's/\\\\/\\\\134/g; s/ /\\\\040/g; s/\\t/\\\\011/g')
            while read -r _id _parent _device _root _mount _rest; do
              if [ "$_mount" = "$_escaped" ]; then tell mounted "$_rest"; fi
            done </proc/self/mountinfo
            exit 0
            """;

    private static final String BACKUP = "cp -p -- \"$_fstab\" \"$_fstab.$$.$(date +%Y-%m-%d@%H:%M:%S~)\"";

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String path = call.string("path");
        String fstab = call.arguments().text("fstab").orElse("/etc/fstab");
        Found found =
                Found.ask(call.node(), Found.constant(PROBE).set("_path", path).set("_fstab", fstab));
        boolean mounted = found.has("mounted");
        Fstab before = new Fstab(found.texts().getOrDefault("fstab", ""));
        String state = call.string("state");
        Fstab after = switch (state) {
            case "present", "mounted" -> before.with(entry(call));
            case "absent", "absent_from_fstab" -> before.without(path);
            default -> before;
        };
        boolean edited = !after.text().equals(before.text());
        Steps steps = new Steps();
        if (edited) {
            if (call.flag("backup")) {
                steps.script(Script.of(BACKUP).set("_fstab", fstab));
            }
            steps.script(ReplaceFile.with(fstab, after.text(), "644"));
        }
        act(call, steps, mounted, edited);
        if (!call.check() && !steps.isEmpty()) {
            Steps.Done done = steps.on(call.node(), "");
            if (!done.ok()) {
                if (edited && state.equals("mounted")) {
                    new Steps()
                            .script(ReplaceFile.with(fstab, before.text(), "644"))
                            .on(call.node(), "");
                }
                throw failure(state, path, done);
            }
        }
        ModuleResult result = ModuleResult.changed(!steps.isEmpty()).withAll(echo(call, fstab));
        return edited && call.diff()
                ? result.with(new ModuleResult.Diff(fstab, fstab, before.text(), after.text()))
                : result;
    }

    private static void act(ModuleCall call, Steps steps, boolean mounted, boolean edited) {
        String path = call.string("path");
        switch (call.string("state")) {
            case "mounted" -> {
                if (!mounted) {
                    steps.run("mkdir", "-p", "--", path);
                    steps.run(mount(call));
                } else if (edited) {
                    steps.run(remount(call));
                }
            }
            case "ephemeral" -> {
                if (mounted) {
                    steps.run(remount(call));
                } else {
                    steps.run("mkdir", "-p", "--", path);
                    steps.run(mount(call));
                }
            }
            case "remounted" -> steps.run(remount(call));
            case "unmounted" -> {
                if (mounted) {
                    steps.run("umount", "--", path);
                }
            }
            case "absent" -> {
                if (edited && mounted) {
                    steps.run("umount", "--", path);
                }
                if (edited) {
                    steps.script(Script.of("[ ! -d \"$_path\" ] || rmdir -- \"$_path\"")
                            .set("_path", path));
                }
            }
            default -> {}
        }
    }

    /** By all that is known rather than by {@code fstab}, which may be another file than the one that mount(8) reads. */
    private static List<String> mount(ModuleCall call) {
        return List.of(
                "mount",
                "-t",
                call.string("fstype"),
                "-o",
                options(call),
                "--",
                call.string("src"),
                call.string("path"));
    }

    private static List<String> remount(ModuleCall call) {
        String options = call.arguments().has("opts") ? "remount," + options(call) : "remount";
        return List.of("mount", "-o", options, "--", call.string("path"));
    }

    private static Fstab.Entry entry(ModuleCall call) {
        return new Fstab.Entry(
                call.string("src"),
                call.string("path"),
                call.string("fstype"),
                options(call),
                call.string("dump"),
                call.string("passno"));
    }

    /** {@code boot: false} is {@code noauto}, unless the options speak for themselves. */
    private static String options(ModuleCall call) {
        String options = call.arguments().text("opts").orElse("defaults");
        List<String> words = List.of(options.split(","));
        return call.flag("boot") || words.contains("noauto") || words.contains("defaults")
                ? options
                : options + ",noauto";
    }

    private static ModuleFailure failure(String state, String path, Steps.Done done) {
        String what = switch (state) {
            case "absent", "unmounted" -> "Error unmounting ";
            case "remounted" -> "Error remounting ";
            default -> "Error mounting ";
        };
        return new ModuleFailure(what + path + ": " + (done.err() + done.out()).strip()).with("rc", done.rc());
    }

    private static Map<String, @Nullable Object> echo(ModuleCall call, String fstab) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("name", call.string("path"));
        call.arguments().text("src").ifPresent(src -> values.put("src", src));
        call.arguments().text("fstype").ifPresent(kind -> values.put("fstype", kind));
        values.put("opts", options(call));
        values.put("dump", call.string("dump"));
        values.put("passno", call.string("passno"));
        values.put("boot", call.flag("boot") ? "yes" : "no");
        values.put("fstab", fstab);
        values.put("backup_file", "");
        if (!call.flag("boot") && List.of(options(call).split(",")).contains("defaults")) {
            values.put("warnings", List.of("Ignore the 'boot' due to 'opts' contains 'defaults'."));
        }
        return values;
    }
}
