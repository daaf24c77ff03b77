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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code sysctl}: kernel settings, in {@code /proc/sys} and in the file that is read at boot. */
final class SysctlModule implements Module {

    private static final Set<String> TRUE = Set.of("y", "yes", "on", "1", "true", "t", "1.0");
    private static final Set<String> FALSE = Set.of("n", "no", "off", "0", "false", "f", "0.0");

    private static final ModuleSpec SPEC = ModuleSpec.of("sysctl", "Sets kernel settings")
            .options(
                    Option.of("name", STRING, "The setting, with dots")
                            .alias("key")
                            .mandatory(),
                    Option.of("value", STRING, "Its value").alias("val"),
                    Option.of("state", STRING, "Whether it stands in the file")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of("reload", BOOL, "Whether to apply the file after a change")
                            .orElse(true),
                    Option.of("sysctl_set", BOOL, "Whether to set the value itself, too")
                            .orElse(false),
                    Option.of("ignoreerrors", BOOL, "Whether to pass over unknown settings")
                            .orElse(false),
                    Option.of("sysctl_file", PATH, "The file").orElse("/etc/sysctl.conf"))
            .neededIf("state", "present", "value")
            .build();

    private static final String PROBE = """
            [ ! -e "$_file" ] || ask file cat "$_file"
            [ ! -e "/proc/sys/$_key" ] || ask current cat "/proc/sys/$_key"
            exit 0
            """;

    private static final String SET = """
            if [ ! -e "/proc/sys/$_key" ]; then
              [ "$_ignore" = 1 ] && return 0
              echo "setting $_name failed: sysctl: cannot stat /proc/sys/$_key: No such file or directory" >&2; return 1
            fi
            _said=$( { printf '%s\\n' "$_value" | LC_ALL=C cat >"/proc/sys/$_key"; } 2>&1 ) && return 0
            echo "setting $_name failed: ${_said##*: }" >&2
            return 1
            """;

    /** As {@code sysctl -p} does it, for nodes without the program. */
    private static final String RELOAD = """
            if command -v sysctl >/dev/null 2>&1; then
              _said=$(sysctl $_e -p "$_file" 2>&1 >/dev/null); _status=$?
              case $_said in *'Invalid argument'*|*'Read-only file system'*) _status=1 ;; esac
              [ "$_status" -eq 0 ] || printf 'Failed to reload sysctl: %s\\n' "$_said" >&2
              return "$_status"
            fi
            _bad=0
            while IFS= read -r _line || [ -n "$_line" ]; do
              case $_line in '#'*|';'*) continue ;; *=*) ;; *) continue ;; esac
              _name=$(printf '%s' "${_line%%=*}" | tr -d '[:space:]')
              _text=$(printf '%s' "${_line#*=}" | sed 's/^[[:space:]]*//; s/[[:space:]]*$//')
              case $_name in -*) _name=${_name#-}; _quiet=1 ;; *) _quiet= ;; esac
              _place=/proc/sys/$(printf '%s' "$_name" | tr . /)
              if [ ! -e "$_place" ]; then
                [ -n "$_e$_quiet" ] && continue
                echo "Failed to reload sysctl: cannot stat $_place: No such file or directory" >&2; _bad=1; continue
              fi
              _said=$( { printf '%s\\n' "$_text" | LC_ALL=C cat >"$_place"; } 2>&1 ) || {
                [ -n "$_quiet" ] || { echo "Failed to reload sysctl: setting key \\"$_name\\": ${_said##*: }" >&2; _bad=1; }; }
            done <"$_file"
            return "$_bad"
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall asked) {
        ModuleCall call = NodePath.expanded(asked);
        String name = call.string("name").strip();
        boolean present = call.string("state").equals("present");
        String value = parse(call.arguments().text("value").orElse(""));
        refuse(name, value, present);
        String file = call.string("sysctl_file");
        Found found = Found.ask(
                call.node(), Found.constant(PROBE).set("_key", path(name)).set("_file", file));
        SysctlFile before = new SysctlFile(found.texts().getOrDefault("file", ""));
        boolean inEffect = same(found.text("current"), value) && found.has("current");
        boolean write = present
                ? !before.value(name).equals(value)
                : !before.value(name).isEmpty();
        boolean set = present && call.flag("sysctl_set") && !inEffect;
        boolean reload = call.flag("reload") && (write || set || (present && !inEffect));
        boolean changed = write || set || reload;
        SysctlFile after = present ? before.with(name, value) : before.without(name);
        Steps steps = new Steps();
        if (set) {
            steps.script(Script.of(SET)
                    .set("_key", path(name))
                    .set("_name", name)
                    .set("_value", value)
                    .set("_ignore", call.flag("ignoreerrors") ? "1" : ""));
        }
        if (write) {
            steps.script(ReplaceFile.with(file, after.text(), "644"));
        }
        if (reload) {
            steps.script(Script.of(RELOAD).set("_file", file).set("_e", call.flag("ignoreerrors") ? "-e" : ""));
        }
        if (!call.check() && !steps.isEmpty()) {
            Steps.Done done = steps.on(call.node(), "");
            if (!done.ok()) {
                throw new ModuleFailure(Problem.of(done.err().strip()).hint(remedy(done.err())));
            }
        }
        ModuleResult result = ModuleResult.changed(changed);
        return write && call.diff()
                ? result.with(new ModuleResult.Diff(file, file, before.text(), after.text()))
                : result;
    }

    private static String remedy(String said) {
        if (said.contains("/proc/sys/net/bridge/")) {
            return "bridges have settings once their module is loaded: modprobe: {name: br_netfilter, persistent: present}";
        }
        if (said.contains("cannot stat /proc/sys/")) {
            return "the node's kernel has no such setting: is the name right, and the kernel module loaded that brings it?"
                    + " ignoreerrors: true passes over it";
        }
        return said.contains("Invalid argument")
                ? "the kernel does not take this value: 'sysctl NAME' on the node shows one that it took"
                : "";
    }

    private static void refuse(String name, String value, boolean present) {
        if (name.isEmpty()) {
            throw new ModuleFailure("name cannot be blank");
        }
        if (present && value.isEmpty()) {
            throw new ModuleFailure("value cannot be blank");
        }
        if (name.contains("..")
                || name.startsWith("/")
                || name.contains("\n")
                || name.contains("=")
                || value.contains("\n")) {
            throw new ModuleFailure("'" + name + "' with the value '" + value + "' cannot be a kernel setting");
        }
    }

    private static String parse(String value) {
        String lower = value.strip().toLowerCase(Locale.ROOT);
        return TRUE.contains(lower) ? "1" : FALSE.contains(lower) ? "0" : value.strip();
    }

    private static boolean same(String a, String b) {
        List<String> left = Arrays.asList(a.strip().split("\\s+"));
        return left.equals(Arrays.asList(b.strip().split("\\s+")));
    }

    /** Whichever of dot and slash comes first separates the parts; the other one is part of a name. */
    static String path(String name) {
        int dot = name.indexOf('.');
        int slash = name.indexOf('/');
        if (dot < 0 || (slash >= 0 && slash < dot)) {
            return name;
        }
        StringBuilder path = new StringBuilder();
        name.chars().forEach(c -> path.append(c == '.' ? '/' : c == '/' ? '.' : (char) c));
        return path.toString();
    }
}
