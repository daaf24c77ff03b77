package io.slipway.automation.module.firewall;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.MAP;
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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code iptables}: rules, chains and policies of the kernel's packet filter, as they are now. */
final class IptablesModule implements Module {

    private static final Pattern POLICY = Pattern.compile("\\(policy ([A-Z]+)");

    private static final ModuleSpec SPEC = ModuleSpec.of("iptables", "Keeps rules of the packet filter")
            .options(
                    Option.of("table", STRING, "The table")
                            .oneOf("filter", "nat", "mangle", "raw", "security")
                            .orElse("filter"),
                    Option.of("state", STRING, "Whether the rule is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("action", STRING, "Whether a new rule becomes the last or the first")
                            .oneOf("append", "insert")
                            .orElse("append"),
                    Option.of("rule_num", STRING, "Where a rule is inserted"),
                    Option.of("ip_version", STRING, "Which protocol's rules")
                            .oneOf("ipv4", "ipv6")
                            .orElse("ipv4"),
                    Option.of("chain", STRING, "The chain"),
                    Option.of("chain_management", BOOL, "Whether the chain itself is made and removed, too")
                            .orElse(false),
                    Option.of("flush", BOOL, "Remove all rules of the chain, or of the table")
                            .orElse(false),
                    Option.of("policy", STRING, "What becomes of packets that no rule of the chain takes")
                            .oneOf("ACCEPT", "DROP", "QUEUE", "RETURN"),
                    Option.of("wait", STRING, "Seconds to wait for another program that changes rules"))
            .options(matching())
            .options(doing())
            .exclusive("set_dscp_mark", "set_dscp_mark_class")
            .exclusive("flush", "policy")
            .neededIf("jump", "TEE", "gateway")
            .neededIf("jump", "tee", "gateway")
            .differs(
                    "texts such as comments are taken literally: $HOME in them is not expanded",
                    "wait asks for iptables 1.6 or newer on the node")
            .build();

    private static Option[] matching() {
        return new Option[] {
            Option.of("protocol", STRING, "The protocol; ! in front of it, and of most others, means any but it"),
            Option.of("source", STRING, "Address, network or host that it comes from"),
            Option.of("destination", STRING, "Address, network or host that it goes to"),
            Option.of("match", LIST, "Extensions that match").orElse(List.of()),
            Option.of("tcp_flags", MAP, "TCP flags to examine (flags), and those of them that must be set (flags_set)")
                    .orElse(java.util.Map.of()),
            Option.of("in_interface", STRING, "Interface that it came in by"),
            Option.of("out_interface", STRING, "Interface that it goes out by"),
            Option.of("fragment", STRING, "Second and further fragments"),
            Option.of("source_port", STRING, "Port or range that it comes from"),
            Option.of("destination_port", STRING, "Port or range that it goes to"),
            Option.of("destination_ports", LIST, "Several ports that it may go to"),
            Option.of("ctstate", LIST, "States of the connection").orElse(List.of()),
            Option.of("src_range", STRING, "Addresses that it comes from"),
            Option.of("dst_range", STRING, "Addresses that it goes to"),
            Option.of("match_set", STRING, "A set of ipset"),
            Option.of("match_set_flags", STRING, "What is looked up in the set")
                    .oneOf("src", "dst", "src,dst", "dst,src"),
            Option.of("limit", STRING, "At most so many: 5/second"),
            Option.of("limit_burst", STRING, "How many before the limit counts"),
            Option.of("uid_owner", STRING, "User whose process sent it"),
            Option.of("gid_owner", STRING, "Group whose process sent it"),
            Option.of("icmp_type", STRING, "Type of the ICMP packet"),
            Option.of("syn", STRING, "Whether it opens a TCP connection")
                    .oneOf("ignore", "match", "negate")
                    .orElse("ignore"),
            Option.of("comment", STRING, "A comment in the rule")
        };
    }

    private static Option[] doing() {
        return new Option[] {
            Option.of("jump", STRING, "The target"),
            Option.of("goto", STRING, "A chain to go on in, without return"),
            Option.of("gateway", STRING, "Where TEE sends the copy"),
            Option.of("log_prefix", STRING, "What stands before a log line"),
            Option.of("log_level", STRING, "How important a log line is")
                    .oneOf(
                            "0", "1", "2", "3", "4", "5", "6", "7", "emerg", "alert", "crit", "error", "warning",
                            "notice", "info", "debug"),
            Option.of("to_destination", STRING, "New destination, for DNAT"),
            Option.of("to_source", STRING, "New source, for SNAT"),
            Option.of("to_ports", STRING, "New port, for REDIRECT and MASQUERADE"),
            Option.of("set_counters", STRING, "First values of the rule's counters"),
            Option.of("set_dscp_mark", STRING, "DSCP mark to set"),
            Option.of("set_dscp_mark_class", STRING, "DSCP class to set"),
            Option.of("reject_with", STRING, "How it is rejected")
        };
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        boolean flush = a.flag("flush");
        if (!flush && !a.has("chain")) {
            throw new ModuleFailure("Either chain or flush parameter must be specified.");
        }
        a.text("chain")
                .filter(chain -> chain.startsWith("-") || chain.isEmpty())
                .ifPresent(chain -> {
                    throw new ModuleFailure("'" + chain + "' cannot be the name of a chain");
                });
        Task task = new Task(call, tool(a), a.text("chain").orElse(""), IptablesRule.words(a, jump(a)));
        ModuleResult result = flush ? task.flush() : a.has("policy") ? task.policy() : task.keep();
        return result.with("ip_version", a.string("ip_version"))
                .with("table", a.string("table"))
                .with("chain", a.text("chain").orElse(null))
                .with("flush", flush)
                .with("rule", String.join(" ", shown(a)))
                .with("state", a.string("state"))
                .with("chain_management", a.flag("chain_management"));
    }

    private static String tool(Arguments a) {
        return a.string("ip_version").equals("ipv6") ? "ip6tables" : "iptables";
    }

    private static List<String> shown(Arguments a) {
        return IptablesRule.words(a, a.text("jump"));
    }

    /** Logging options ask for the target LOG. */
    private static Optional<String> jump(Arguments a) {
        Optional<String> jump = a.text("jump");
        boolean logs = a.text("log_prefix").filter(p -> !p.isEmpty()).isPresent() || a.has("log_level");
        if (logs && jump.filter(target -> !target.equals("LOG")).isPresent()) {
            throw new ModuleFailure("Logging options can only be used with the LOG jump target.");
        }
        return logs ? Optional.of("LOG") : jump;
    }

    private record Task(ModuleCall call, String tool, String chain, List<String> rule) {

        private List<String> command(String action, List<String> rest) {
            List<String> words = new ArrayList<>(List.of(tool, "-t", call.string("table"), action));
            if (!chain.isEmpty()) {
                words.add(chain);
            }
            words.addAll(rest);
            return words;
        }

        /** Without names for addresses, which may take long to find. */
        private List<String> list() {
            return List.of(tool, "-t", call.string("table"), "-n", "-L", chain);
        }

        private ModuleResult act(boolean changed, Steps steps) {
            if (changed && !call.check() && !steps.isEmpty()) {
                steps.on(call.node(), "").orFail();
            }
            return ModuleResult.changed(changed);
        }

        private Found ask(String more) {
            Found found = Found.ask(
                    call.node(),
                    Found.script("command -v \"$_tool\" >/dev/null 2>&1 || { tell missing 1; exit 0; }\n"
                                    + "try() { _name=$1; shift; \"$@\" >/dev/null 2>&1 </dev/null; tell \"$_name\" \"$?\"; }\n"
                                    + more + "\nexit 0\n")
                            .set("_tool", tool));
            if (found.has("missing")) {
                throw missing();
            }
            return found;
        }

        private ModuleFailure missing() {
            return new ModuleFailure(Problem.of("there is no " + tool + " on the node")
                    .hint("install the package iptables (apt or dnf)"));
        }

        ModuleResult flush() {
            ask("");
            return act(true, new Steps().run(command("-F", List.of())));
        }

        ModuleResult policy() {
            Found found = ask("ask list " + Script.words(list()));
            Matcher current =
                    POLICY.matcher(found.text("list").lines().findFirst().orElse(""));
            if (!current.find()) {
                throw new ModuleFailure(Problem.of("Can't detect current policy")
                        .because("the chain " + chain + " does not exist, is none that is built in, or cannot be read")
                        .hint("run the task as root (become: true)"));
            }
            String wanted = call.string("policy");
            return act(!current.group(1).equals(wanted), new Steps().run(command("-P", List.of(wanted))));
        }

        ModuleResult keep() {
            boolean present = call.string("state").equals("present");
            String list = "try chain " + Script.words(list());
            if (!present && shown(call.arguments()).isEmpty()) {
                Found found = ask(list);
                Steps delete = new Steps();
                if (call.flag("chain_management")) {
                    delete.run(command("-X", List.of()));
                }
                return act(found.text("chain").equals("0"), delete);
            }
            Found found = ask("try rule " + Script.words(command("-C", rule)) + "\n" + list);
            boolean there = found.text("rule").equals("0");
            Steps steps = new Steps();
            if (present) {
                if (!found.text("chain").equals("0") && call.flag("chain_management")) {
                    steps.run(command("-N", List.of()));
                }
                steps.run(add());
            } else {
                steps.run(command("-D", rule));
            }
            return act(there != present, steps);
        }

        private List<String> add() {
            if (!call.string("action").equals("insert")) {
                return command("-A", rule);
            }
            List<String> words = new ArrayList<>();
            call.arguments()
                    .text("rule_num")
                    .filter(number -> !number.isEmpty())
                    .ifPresent(words::add);
            words.addAll(rule);
            return command("-I", words);
        }
    }
}
