package io.slipway.automation.module.selinux;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.LIST;
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
import java.util.List;
import java.util.regex.Pattern;

/** {@code seport}: which type of SELinux's policy a port has. */
final class SeportModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("seport", "Keeps the SELinux types of ports")
            .options(
                    Option.of("ports", LIST, "Ports and ranges of ports").mandatory(),
                    Option.of("proto", STRING, "Their protocol")
                            .oneOf("tcp", "udp")
                            .mandatory(),
                    Option.of("setype", STRING, "The type").mandatory(),
                    Option.of("state", STRING, "Whether they have it")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("reload", BOOL, "Whether the policy is loaded again")
                            .orElse(true),
                    Option.of("local", BOOL, "Whether only what was added to the policy counts")
                            .orElse(false),
                    Option.of("ignore_selinux_state", BOOL, "Whether SELinux may be disabled on the node")
                            .orElse(false))
            .build();

    private static final String PROBE = """
            need semanage
            list all semanage port -l -n
            if [ -n "$_local" ]; then list local semanage port -l -n -C; fi
            """;

    private static final Pattern PORTS = Pattern.compile("[0-9]+(?:-[0-9]+)?");

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        List<String> ports = call.arguments().strings("ports");
        boolean local = call.flag("local");
        Found found =
                Policy.ask(call, Script.of(PROBE).set("_local", local ? "1" : ""), !call.flag("ignore_selinux_state"));
        List<String> all = found.lines("all");
        List<String> counting = local ? found.lines("local") : all;
        String proto = call.string("proto");
        String type = call.string("setype");
        boolean present = call.string("state").equals("present");
        Steps steps = new Steps();
        for (String port : ports) {
            if (!PORTS.matcher(port).matches()) {
                throw new ModuleFailure("'" + port + "' is neither a port nor a range of ports (8080, 8000-8010)");
            }
            if (holds(counting, type, proto, port) == present) {
                continue;
            }
            steps.run(
                    present
                            ? Policy.semanage(
                                    "port",
                                    call.flag("reload"),
                                    holds(all, "", proto, port) ? "--modify" : "--add",
                                    "--type=" + type,
                                    "--proto=" + proto,
                                    "--range=s0",
                                    port)
                            : Policy.semanage("port", call.flag("reload"), "--delete", "--proto=" + proto, port));
        }
        return ModuleResult.changed(Policy.act(call, steps))
                .with("ports", ports)
                .with("proto", proto)
                .with("setype", type)
                .with("state", call.string("state"));
    }

    /**
     * @param lines {@code TYPE PROTOCOL PORT, PORT…} each
     * @param type empty for any
     */
    private static boolean holds(List<String> lines, String type, String proto, String port) {
        return lines.stream()
                .map(line -> line.strip().split("[\\s,]+"))
                .anyMatch(words -> words.length > 2
                        && (type.isEmpty() || words[0].equals(type))
                        && words[1].equals(proto)
                        && List.of(words).subList(2, words.length).contains(port));
    }
}
