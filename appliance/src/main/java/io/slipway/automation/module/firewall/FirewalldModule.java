package io.slipway.automation.module.firewall;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.ELEMENTS;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;

/** {@code firewalld}: one thing that a zone lets pass, now ({@code immediate}), from the next start on ({@code permanent}), or both. */
final class FirewalldModule implements Module {

    private static final String[] SUBJECTS = {
        "icmp_block",
        "icmp_block_inversion",
        "service",
        "protocol",
        "port",
        "port_forward",
        "rich_rule",
        "interface",
        "masquerade",
        "source",
        "target"
    };

    private static final ModuleSpec SPEC = ModuleSpec.of("firewalld", "Keeps what zones of firewalld let pass")
            .options(
                    Option.of("service", STRING, "A service that firewalld knows"),
                    Option.of("protocol", STRING, "A protocol"),
                    Option.of("port", STRING, "A port or range with its protocol: 8080/tcp"),
                    Option.of("port_forward", ELEMENTS, "A port to forward: port, proto, toport, toaddr"),
                    Option.of("rich_rule", STRING, "A rule in firewalld's language"),
                    Option.of("source", STRING, "A network whose packets belong to the zone"),
                    Option.of("interface", STRING, "An interface that belongs to the zone"),
                    Option.of("icmp_block", STRING, "A type of ICMP packets to block"),
                    Option.of("icmp_block_inversion", STRING, "Whether to block all others instead"),
                    Option.of("masquerade", STRING, "Whether addresses behind the node are hidden"),
                    Option.of("target", STRING, "What becomes of other packets")
                            .oneOf("default", "ACCEPT", "DROP", "%%REJECT%%"),
                    Option.of("zone", STRING, "The zone; the default one if none is named"),
                    Option.of("permanent", BOOL, "Whether it holds from the next start on"),
                    Option.of("immediate", BOOL, "Whether it holds now").orElse(false),
                    Option.of("state", STRING, "Whether it is to pass; present and absent are for zones and targets")
                            .oneOf("absent", "disabled", "enabled", "present")
                            .mandatory(),
                    Option.of("timeout", INT, "Seconds after which it ends").orElse(0L),
                    Option.of("offline", BOOL, "Whether firewalld need not run"))
            .exclusive(SUBJECTS)
            .differs("it runs firewall-cmd, or firewall-offline-cmd where firewalld does not run")
            .build();

    private static final String PROBE = """
            command -v firewall-cmd >/dev/null 2>&1 || { tell missing 1; exit 0; }
            if firewall-cmd --state >/dev/null 2>&1; then _cmd=firewall-cmd; else _cmd=firewall-offline-cmd; tell offline 1; fi
            ask default "$_cmd" --get-default-zone
            query() {
              _name=$1; shift
              if [ "$_cmd" = firewall-offline-cmd ]; then
                _how=$1; shift; _said=$("$_cmd" "$@" 2>&1 </dev/null)
              elif [ "$1" = permanent ]; then shift; _said=$("$_cmd" --permanent "$@" 2>&1 </dev/null)
              else shift; _said=$("$_cmd" "$@" 2>&1 </dev/null); fi
              tell "$_name" "$?"; tell "$_name.said" "$_said"
            }
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        refuse(a);
        boolean permanent = a.flag("permanent");
        boolean immediate = a.flag("immediate") || !permanent;
        FirewalldItem item = FirewalldItem.of(a);
        if (item.zoneLevel() && immediate) {
            throw new ModuleFailure("Zone operations must be permanent. "
                    + "Make sure you didn't set the 'permanent' flag to 'false' or the 'immediate' flag to 'true'.");
        }
        Found found = look(call, item, permanent, immediate);
        boolean offline = found.has("offline");
        if (offline && immediate) {
            throw new ModuleFailure(
                    Problem.of("firewall is not currently running, unable to perform immediate actions"
                                    + " without a running firewall daemon")
                            .hint(
                                    "start it (service: name=firewalld state=started), or set permanent: true and immediate: false"));
        }
        String zone = a.text("zone").orElse(found.text("default"));
        Steps steps = new Steps();
        boolean changePermanent = permanent && differs(found, "permanent", item);
        boolean changeImmediate = immediate && differs(found, "immediate", item);
        if (changePermanent) {
            steps.run(item.change(offline, true, zone, 0));
        }
        if (changeImmediate) {
            steps.run(item.change(false, false, zone, a.number("timeout")));
        }
        if (!call.check() && !steps.isEmpty()) {
            Steps.Done done = steps.on(call.node(), "");
            if (!done.ok()) {
                throw new ModuleFailure("ERROR: Exception caught: " + (done.err() + done.out()).strip());
            }
        }
        boolean changed = changePermanent || changeImmediate;
        if (call.check() && changed) {
            return ModuleResult.changed(true);
        }
        return ModuleResult.changed(changed).with("msg", message(item, zone, permanent, immediate, changed, offline));
    }

    private static void refuse(Arguments a) {
        require(a, "interface", "zone");
        require(a, "target", "zone");
        require(a, "source", "permanent");
        boolean zoneOnly =
                a.string("state").equals("absent") || a.string("state").equals("present");
        boolean subject = List.of(SUBJECTS).stream().anyMatch(a::has);
        if (zoneOnly && subject && !a.has("target")) {
            throw new ModuleFailure("absent and present state can only be used in zone level operations");
        }
    }

    private static void require(Arguments a, String option, String needs) {
        if (a.has(option) && !a.has(needs)) {
            throw new ModuleFailure("missing parameter(s) required by '" + option + "': " + needs);
        }
    }

    private static Found look(ModuleCall call, FirewalldItem item, boolean permanent, boolean immediate) {
        StringBuilder script = new StringBuilder(PROBE);
        List<String> zone =
                call.arguments().text("zone").map(z -> List.of("--zone=" + z)).orElse(List.of());
        for (String how : List.of("permanent", "immediate")) {
            if (how.equals("permanent") ? permanent : immediate) {
                List<String> words = new ArrayList<>(List.of(how, how));
                words.addAll(item.query(zone));
                script.append("query ").append(Script.words(words)).append('\n');
            }
        }
        Found found = Found.ask(call.node(), Found.script(script + "exit 0\n"));
        if (found.has("missing")) {
            throw new ModuleFailure(Problem.of("there is no firewall-cmd on the node")
                    .hint("install the package firewalld (apt or dnf)"));
        }
        return found;
    }

    /** The programs answer a question with their exit status: 0 yes, 1 no, anything else is trouble. */
    private static boolean differs(Found found, String how, FirewalldItem item) {
        String said = found.text(how + ".said");
        boolean there = item.present(found.text(how), said);
        if (!there && !found.text(how).equals("1") && !found.text(how).equals("0")) {
            throw new ModuleFailure("ERROR: Exception caught: " + said.strip());
        }
        return there != item.wanted();
    }

    private static String message(
            FirewalldItem item, String zone, boolean permanent, boolean immediate, boolean changed, boolean offline) {
        List<String> messages = new ArrayList<>();
        messages.add(
                permanent && immediate
                        ? "Permanent and Non-Permanent(immediate) operation"
                        : permanent ? "Permanent operation" : "Non-permanent operation");
        if (changed) {
            messages.add(item.told(zone));
        }
        if (offline) {
            messages.add("(offline operation: only on-disk configs were altered)");
        }
        return String.join(", ", messages);
    }
}
