package io.slipway.automation.module.firewall;

import static io.slipway.automation.module.Option.Type.BOOL;
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
import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;

/** {@code ufw}: rules, defaults and the state of Ubuntu's firewall. The program itself finds out what is there already. */
final class UfwModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("ufw", "Keeps rules of Ubuntu's firewall")
            .options(
                    Option.of("state", STRING, "Whether the firewall is on; or read its rules again, or forget them")
                            .oneOf("disabled", "enabled", "reloaded", "reset"),
                    Option.of("default", STRING, "What becomes of other packets")
                            .alias("policy")
                            .oneOf("allow", "deny", "reject"),
                    Option.of("direction", STRING, "Packets of which way")
                            .oneOf("in", "incoming", "out", "outgoing", "routed"),
                    Option.of("logging", STRING, "How much is logged")
                            .oneOf("on", "off", "low", "medium", "high", "full"),
                    Option.of("insert", INT, "Where a rule is inserted"),
                    Option.of("insert_relative_to", STRING, "What that place is counted from")
                            .oneOf("first-ipv4", "first-ipv6", "last-ipv4", "last-ipv6", "zero")
                            .orElse("zero"),
                    Option.of("rule", STRING, "What a rule does").oneOf("allow", "deny", "limit", "reject"),
                    Option.of("log", BOOL, "Whether matching connections are logged")
                            .orElse(false),
                    Option.of("from_ip", STRING, "Where it comes from")
                            .alias("from", "src")
                            .orElse("any"),
                    Option.of("from_port", STRING, "The port that it comes from"),
                    Option.of("to_ip", STRING, "Where it goes to")
                            .alias("dest", "to")
                            .orElse("any"),
                    Option.of("to_port", STRING, "The port that it goes to").alias("port"),
                    Option.of("proto", STRING, "The protocol")
                            .alias("protocol")
                            .oneOf("any", "tcp", "udp", "ipv6", "esp", "ah", "gre", "igmp"),
                    Option.of("name", STRING, "An application that ufw knows").alias("app"),
                    Option.of("delete", BOOL, "Whether the rule is removed").orElse(false),
                    Option.of("interface", STRING, "The interface, with a direction")
                            .alias("if"),
                    Option.of("interface_in", STRING, "The interface that it comes in by")
                            .alias("if_in"),
                    Option.of("interface_out", STRING, "The interface that it goes out by")
                            .alias("if_out"),
                    Option.of("route", BOOL, "Whether it is a rule for packets that are passed on")
                            .orElse(false),
                    Option.of("comment", STRING, "A comment beside the rule"))
            .exclusive("name", "proto", "logging")
            .exclusive("direction", "interface_in")
            .exclusive("direction", "interface_out")
            .oneNeeded("state", "default", "rule", "logging")
            .build();

    private static final String RULES = "/usr/bin/grep -h '^### tuple' /lib/ufw/user.rules /lib/ufw/user6.rules"
            + " /etc/ufw/user.rules /etc/ufw/user6.rules /var/lib/ufw/user.rules /var/lib/ufw/user6.rules";

    /** {@code STATE} before, the commands, and the same after; the first command that fails ends it. */
    private static final String FRAME = """
            _ufw=$(command -v ufw) || { tell missing 1; exit 0; }
            tell ufw "$_ufw"
            rules() { grep -h '^### tuple' /lib/ufw/user.rules /lib/ufw/user6.rules /etc/ufw/user.rules /etc/ufw/user6.rules /var/lib/ufw/user.rules /var/lib/ufw/user6.rules; }
            _ran=0
            ufw_() {
              _ran=$((_ran + 1)); tell ran "$_ran"
              _said=$("$_ufw" "$@" 2>&1 </dev/null); _status=$?
              tell said "$_said"
              [ "$_status" -eq 0 ] || { tell failed "$_status"; exit 0; }
            }
            _before=$("$_ufw" status verbose 2>&1 </dev/null) || { tell said "$_before"; tell failed 1; exit 0; }
            tell before "$_before"
            ask rules_before rules
            """;

    private static final String AFTER = """
            ask after "$_ufw" status verbose
            ask rules_after rules
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        if (a.has("interface") && !a.has("direction")) {
            throw new ModuleFailure("missing parameter(s) required by 'interface': direction");
        }
        UfwCommands commands = UfwCommands.of(a, numbered(call));
        List<List<String>> toRun = commands.toRun(call.check());
        StringBuilder script = new StringBuilder(FRAME);
        toRun.forEach(
                words -> script.append("ufw_ ").append(Script.words(words)).append('\n'));
        Found found = Found.ask(call.node(), Found.script(script + (call.check() ? "" : AFTER) + "exit 0\n"));
        if (found.has("missing")) {
            throw new ModuleFailure(Problem.of("there is no ufw on the node").hint("install the package ufw (apt)"));
        }
        if (found.has("failed")) {
            throw new ModuleFailure(found.text("said"))
                    .with(
                            "commands",
                            told(
                                    found.text("ufw"),
                                    toRun.subList(
                                            0,
                                            found.some("ran")
                                                    .map(Integer::parseInt)
                                                    .orElse(0))));
        }
        boolean certain = commands.always() || commands.loggingDiffers(found);
        List<String> told = told(found.text("ufw"), toRun);
        if (!call.check()) {
            told.add(found.text("ufw") + " status verbose");
            if (!certain) {
                told.add(RULES);
            }
        }
        boolean changed = call.check()
                ? commands.wouldChange(found)
                : certain
                        || !found.text("before")
                                .stripTrailing()
                                .equals(found.text("after").stripTrailing())
                        || !found.text("rules_before").equals(found.text("rules_after"));
        ModuleResult result = ModuleResult.changed(changed).with("commands", told);
        return call.check() ? result : result.with("msg", found.text("after").stripTrailing());
    }

    /** Only where a rule's place is counted from others. */
    private static List<String> numbered(ModuleCall call) {
        Arguments a = call.arguments();
        if (!a.has("insert")
                || a.flag("delete")
                || a.string("insert_relative_to").equals("zero")) {
            return List.of();
        }
        return Found.ask(call.node(), Found.script("ask numbered ufw status numbered\nexit 0\n"))
                .lines("numbered");
    }

    private static List<String> told(String ufw, List<List<String>> run) {
        List<String> told = new ArrayList<>(List.of(ufw + " status verbose", RULES));
        run.forEach(words -> told.add(ufw + " " + Words.shown(words)));
        return told;
    }
}
