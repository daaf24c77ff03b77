package io.slipway.automation.module.selinux;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code seboolean}: a switch of SELinux's policy, now, and with {@code persistent} also after a boot. */
final class SebooleanModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("seboolean", "Switches booleans of SELinux's policy")
            .options(
                    Option.of("name", STRING, "The boolean").mandatory(),
                    Option.of("state", BOOL, "Whether it is on").mandatory(),
                    Option.of("persistent", BOOL, "Whether it stays so after a boot")
                            .orElse(false),
                    Option.of("ignore_selinux_state", BOOL, "Whether SELinux may be disabled on the node")
                            .orElse(false))
            .differs("where SELinux is disabled, ignore_selinux_state sets what a boot will find, with persistent")
            .build();

    private static final String PROBE = """
            if [ "$_mode" != Disabled ]; then
              need getsebool
              # It takes -- for a name, and no name begins with a dash.
              case $_name in -*) ;; *) _said=$(getsebool "$_name" 2>/dev/null) && tell active "$_said";; esac
            fi
            need setsebool
            if [ -n "$_persistent" ]; then need semanage; list booleans semanage boolean -l -n; fi
            """;

    private static final Pattern ACTIVE = Pattern.compile("(\\S+) --> (on|off)(?: pending: (?:on|off))?");
    private static final Pattern LISTED = Pattern.compile("(\\S+)\\s+\\((?:on|off)\\s*,\\s*(on|off)\\s*\\).*");

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String name = call.string("name");
        boolean persistent = call.flag("persistent");
        Found found = Policy.ask(
                call,
                Script.of(PROBE).set("_name", name).set("_persistent", persistent ? "1" : ""),
                !call.flag("ignore_selinux_state"));
        if (!Policy.on(found) && !persistent) {
            throw new ModuleFailure("Failed to get list of boolean names: SELinux is disabled on this host,"
                    + " and only what is persistent can be set there");
        }
        Matcher active = ACTIVE.matcher(found.text("active").strip());
        boolean runs = active.matches();
        if (Policy.on(found) && !runs) {
            throw new ModuleFailure("SELinux boolean " + name + " does not exist.");
        }
        String real = runs ? active.group(1) : name;
        boolean now = persistent ? kept(found, real) : active.group(2).equals("on");
        boolean wanted = call.flag("state");
        Steps steps = new Steps();
        if (now != wanted) {
            String value = wanted ? "on" : "off";
            if (persistent) {
                steps.run("setsebool", "-P", "--", real, value);
            } else {
                steps.run("setsebool", "--", real, value);
            }
        }
        return ModuleResult.changed(Policy.act(call, steps))
                .with("name", name)
                .with("persistent", persistent)
                .with("state", wanted);
    }

    private static boolean kept(Found found, String name) {
        Optional<String> value = found.lines("booleans").stream()
                .map(LISTED::matcher)
                .filter(line -> line.matches() && line.group(1).equals(name))
                .map(line -> line.group(2))
                .findFirst();
        return value.orElseThrow(
                        () -> new ModuleFailure("SELinux boolean " + name + " is not defined in persistent policy"))
                .equals("on");
    }
}
