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
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
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

    /** {@code same} tells that two paths are one folder or file, as they are where one is bound to the other. */
    private static final String PROBE = """
            ask fstab cat "$_fstab"
            _place=$(readlink -f -- "$_path" 2>/dev/null)
            _escaped=$(printf '%s' "${_place:-$_path}" | sed 's/\\\\/\\\\134/g; s/ /\\\\040/g; s/\\t/\\\\011/g')
            while read -r _id _parent _device _root _mount _rest; do
              if [ "$_mount" = "$_escaped" ]; then tell mounted "$_rest"; tell from "${_rest##* - }"; fi
            done </proc/self/mountinfo
            if [ -n "$_src" ] && [ "$_src" -ef "$_path" ]; then tell same 1; fi
            tell backup "$_fstab.$$.$(date +%Y-%m-%d@%H:%M:%S~)"
            exit 0
            """;

    private static final String BACKUP = "[ ! -e \"$_fstab\" ] || cp -p -- \"$_fstab\" \"$_backup\"";

    /** What cannot be mounted leaves no folder behind that was made for it. */
    private static final String MOUNT = """
            _up=$_path
            while [ ! -e "$_up" ] && [ ! -L "$_up" ]; do
              case $_up in */*) _up=${_up%/*}; _up=${_up:-/} ;; *) break ;; esac
            done
            [ -e "$_path" ] || mkdir -p -- "$_path" || return 1
            "$@" && return 0
            _status=$?
            while :; do
              case $_path in "$_up"|"") break ;; esac
              rmdir -- "$_path" 2>/dev/null || break
              _path=${_path%/*}
            done
            return "$_status"
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall asked) {
        ModuleCall call = NodePath.expanded(asked);
        String path = call.string("path");
        String fstab = call.arguments().text("fstab").orElse("/etc/fstab");
        Found found = Found.ask(
                call.node(),
                Found.constant(PROBE)
                        .set("_path", path)
                        .set("_src", call.arguments().text("src").orElse(""))
                        .set("_fstab", fstab));
        Fstab before = new Fstab(found.texts().getOrDefault("fstab", ""));
        String state = call.string("state");
        Fstab after = switch (state) {
            case "present", "mounted" -> before.with(entry(call));
            case "absent", "absent_from_fstab" ->
                before.without(path, call.arguments().text("src").orElse(""));
            default -> before;
        };
        boolean edited = !after.text().equals(before.text());
        boolean backup = edited && call.flag("backup");
        Steps steps = new Steps();
        if (backup) {
            steps.script(Script.of(BACKUP).set("_fstab", fstab).set("_backup", found.text("backup")));
        }
        if (edited) {
            steps.script(Script.of("mkdir -p -- \"$(dirname -- \"$_fstab\")\"").set("_fstab", fstab));
            steps.script(ReplaceFile.with(fstab, after.text(), "644"));
        }
        act(call, steps, found, before, edited);
        if (!call.check() && !steps.isEmpty()) {
            Steps.Done done = steps.on(call.node(), "");
            if (!done.ok()) {
                if (edited && state.equals("mounted")) {
                    new Steps()
                            .script(ReplaceFile.with(fstab, before.text(), "644"))
                            .on(call.node(), "");
                }
                throw MountTrouble.failure(state, path, done);
            }
        }
        ModuleResult result = ModuleResult.changed(!steps.isEmpty())
                .withAll(echo(call, fstab, backup && !call.check() ? found.text("backup") : ""));
        return edited && call.diff()
                ? result.with(new ModuleResult.Diff(fstab, fstab, before.text(), after.text()))
                : result;
    }

    private static void act(ModuleCall call, Steps steps, Found found, Fstab before, boolean edited) {
        String path = call.string("path");
        boolean mounted = found.has("mounted");
        switch (call.string("state")) {
            case "mounted" -> {
                if (!mounted) {
                    steps.script(mountAt(call));
                } else if (edited && isAnother(call, found, before)) {
                    steps.run("umount", "--", path);
                    steps.script(mountAt(call));
                } else if (edited) {
                    steps.script(remountOrMountAgain(call));
                }
            }
            case "ephemeral" -> {
                if (!mounted) {
                    steps.script(mountAt(call));
                } else if (isOf(call, found)) {
                    steps.script(remountOrMountAgain(call));
                } else {
                    throw new ModuleFailure(
                            Problem.of("Ephemeral mount point is already mounted with a different source")
                                    .because(path + " is " + found.text("from") + ", not " + call.string("src"))
                                    .hint("state: unmounted before this task, or another path"));
                }
            }
            case "remounted" -> steps.script(call.arguments().has("opts") ? remount(call) : remountOrMountAgain(call));
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

    /** Whether what is mounted is what the task names. */
    private static boolean isOf(ModuleCall call, Found found) {
        return found.has("same") || List.of(found.text("from").split(" ")).contains(call.string("src"));
    }

    /** Whether another source is to be mounted than before, which no remount does. */
    private static boolean isAnother(ModuleCall call, Found found, Fstab before) {
        String source = call.string("src");
        return List.of(options(call).split(",")).stream().anyMatch(option -> option.endsWith("bind"))
                ? !found.has("same")
                : before.source(call.string("path"))
                        .filter(old -> !old.equals(source))
                        .isPresent();
    }

    private static Script mountAt(ModuleCall call) {
        return Script.of("set -- " + Script.words(mount(call)) + "\n" + MOUNT).set("_path", call.string("path"));
    }

    private static Script remount(ModuleCall call) {
        String options = call.arguments().has("opts") ? "remount," + options(call) : "remount";
        return Script.of(Script.words(List.of("mount", "-o", options, "--", call.string("path"))));
    }

    /** What takes its options only when it is mounted, as NFS does with many, is mounted anew. */
    private static Script remountOrMountAgain(ModuleCall call) {
        String again = call.string("state").equals("remounted")
                ? Script.words(List.of("mount", "--", call.string("path")))
                : Script.words(mount(call));
        return Script.of("_said=$({ " + remount(call).text() + "; } 2>&1) && return 0\n"
                        + "_why=$(umount -- \"$_path\" 2>&1) || { printf '%s\\n%s\\n' \"$_said\" \"$_why\" >&2; return 1; }\n"
                        + again)
                .set("_path", call.string("path"));
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

    private static Map<String, @Nullable Object> echo(ModuleCall call, String fstab, String backup) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("name", call.string("path"));
        call.arguments().text("src").ifPresent(src -> values.put("src", src));
        call.arguments().text("fstype").ifPresent(kind -> values.put("fstype", kind));
        values.put("opts", options(call));
        values.put("dump", call.string("dump"));
        values.put("passno", call.string("passno"));
        List<String> options = List.of(options(call).split(","));
        boolean written = call.arguments()
                .text("opts")
                .filter(opts -> List.of(opts.split(",")).contains("noauto"))
                .isPresent();
        values.put("boot", call.flag("boot") || written ? "yes" : "no");
        values.put("fstab", fstab);
        values.put("backup_file", backup);
        if (written || (!call.flag("boot") && options.contains("defaults"))) {
            values.put(
                    "warnings",
                    List.of("Ignore the 'boot' due to 'opts' contains '" + (written ? "noauto" : "defaults") + "'."));
        }
        return values;
    }
}
