package io.slipway.automation.module.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirewallModulesTest {

    @TempDir
    Path temp;

    private final IptablesModule iptables = new IptablesModule();
    private final UfwModule ufw = new UfwModule();
    private final FirewalldModule firewalld = new FirewalldModule();

    /** The rule {@code -p tcp} is in the chain INPUT, whose policy is ACCEPT; there is no other chain. */
    private Tools withIptables() {
        return new Tools(temp).have("iptables", """
                case "$*" in
                *' -C INPUT -p tcp') exit 0 ;;
                *' -C '*) exit 1 ;;
                *' -L INPUT') echo 'Chain INPUT (policy ACCEPT)' ;;
                *' -L '*) exit 1 ;;
                esac
                """);
    }

    private static List<String> acts(Tools tools) {
        return tools.log().stream()
                .filter(line -> !line.contains("[-C]") && !line.contains("[-L]"))
                .toList();
    }

    @Test
    void aRuleThatIsThereCostsOneExchange() {
        Tools tools = withIptables();
        LocalNode node = tools.node();
        ModuleResult result =
                new Calls(node, new FakeController(temp)).run(iptables, "chain", "INPUT", "protocol", "tcp");
        assertFalse(result.changed());
        assertEquals("-p tcp", result.values().get("rule"));
        assertEquals(1, node.exchanges());
        assertEquals(List.of(), acts(tools));
    }

    @Test
    void rulesChainsAndPoliciesAreChanged() {
        Tools tools = withIptables();
        Calls calls = new Calls(tools.node(), new FakeController(temp));
        calls.check(iptables, "chain", "INPUT", "protocol", "udp");
        assertEquals(List.of(), acts(tools));
        calls.run(
                iptables,
                "chain",
                "INPUT",
                "protocol",
                "!udp",
                "destination_ports",
                List.of("80", "443"),
                "tcp_flags",
                Map.of("flags", List.of("ACK", "RST"), "flags_set", List.of("RST")),
                "jump",
                "ACCEPT",
                "action",
                "insert",
                "rule_num",
                "3");
        calls.run(iptables, "chain", "INPUT", "protocol", "tcp", "state", "absent");
        calls.run(iptables, "chain", "NEW", "chain_management", true, "log_prefix", "it's $x: ");
        calls.run(iptables, "chain", "INPUT", "policy", "DROP");
        calls.run(iptables, "chain", "INPUT", "policy", "ACCEPT");
        calls.run(iptables, "flush", true, "table", "nat");
        calls.run(iptables, "chain", "INPUT", "state", "absent", "chain_management", true);
        assertEquals(
                List.of(
                        "iptables [-t] [filter] [-I] [INPUT] [3] [!] [-p] [udp] [--tcp-flags] [ACK,RST] [RST] [-j]"
                                + " [ACCEPT] [-m] [multiport] [--dports] [80,443]",
                        "iptables [-t] [filter] [-D] [INPUT] [-p] [tcp]",
                        "iptables [-t] [filter] [-N] [NEW]",
                        "iptables [-t] [filter] [-A] [NEW] [-j] [LOG] [--log-prefix] [it's $x: ]",
                        "iptables [-t] [filter] [-P] [INPUT] [DROP]",
                        "iptables [-t] [nat] [-F]",
                        "iptables [-t] [filter] [-X] [INPUT]"),
                acts(tools));
    }

    @Test
    void whatCannotBeIsRefused() {
        Calls calls = new Calls(withIptables().node(), new FakeController(temp));
        assertEquals("Either chain or flush parameter must be specified.", calls.failure(iptables, "jump", "DROP"));
        assertEquals(
                "Logging options can only be used with the LOG jump target.",
                calls.failure(iptables, "chain", "INPUT", "jump", "DROP", "log_prefix", "x"));
        assertEquals("'-F' cannot be the name of a chain", calls.failure(iptables, "chain", "-F", "jump", "DROP"));
    }

    /** The rules are the lines of a file that {@code allow} appends to. */
    private Tools withUfw() {
        return new Tools(temp).have("ufw", """
                case "$*" in
                'status verbose') printf 'Status: active\\nLogging: on (low)\\nDefault: deny (incoming), allow (outgoing), disabled (routed)\\n' ;;
                'status numbered') printf '[ 1] 22 ALLOW IN Anywhere\\n[ 2] 22 (v6) ALLOW IN\\n' ;;
                --dry-run*) echo 'Skipping adding existing rule' ;;
                *bad*) echo 'ERROR: Bad port' >&2; exit 1 ;;
                esac
                """);
    }

    @Test
    void ufwRulesAreSpeltInItsLongForm() {
        Tools tools = withUfw();
        Calls calls = new Calls(tools.node(), new FakeController(temp));
        ModuleResult result = calls.run(
                ufw, "rule", "allow", "port", "22", "proto", "tcp", "src", "10.0.0.0/8", "comment", "it's $x");
        assertFalse(result.changed());
        assertTrue(result.values().get("msg").toString().startsWith("Status: active"));
        calls.run(ufw, "rule", "deny", "insert", 0L, "insert_relative_to", "first-ipv6", "to_port", "80");
        calls.run(ufw, "rule", "deny", "direction", "in", "interface", "eth0", "delete", true, "insert", 1L);
        calls.run(ufw, "policy", "reject", "direction", "outgoing", "logging", "low", "state", "enabled");
        assertEquals(
                List.of(
                        "ufw [allow] [from] [10.0.0.0/8] [to] [any] [port] [22] [proto] [tcp] [comment] [it's $x]",
                        "ufw [insert] [2] [deny] [from] [any] [to] [any] [port] [80]",
                        "ufw [delete] [deny] [in] [on] [eth0] [from] [any] [to] [any]",
                        "ufw [-f] [enable]",
                        "ufw [default] [reject] [outgoing]",
                        "ufw [logging] [low]"),
                tools.log().stream().filter(line -> !asks(line)).toList());
        assertEquals("ERROR: Bad port", calls.failure(ufw, "rule", "allow", "port", "bad"));
    }

    @Test
    void ufwInCheckModeOnlyTriesDry() {
        Tools tools = withUfw();
        Calls calls = new Calls(tools.node(), new FakeController(temp));
        assertFalse(calls.check(ufw, "rule", "allow", "port", "22").changed());
        assertFalse(calls.check(ufw, "state", "enabled", "policy", "deny", "logging", "on")
                .changed());
        assertTrue(calls.check(ufw, "state", "disabled").changed());
        assertTrue(calls.check(ufw, "policy", "allow").changed());
        assertTrue(calls.check(ufw, "logging", "high").changed());
        assertTrue(tools.log().stream().allMatch(line -> asks(line) || line.contains("[--dry-run]")));
    }

    private static boolean asks(String call) {
        return call.contains("[status]") || call.contains("[--version]");
    }

    /** Runs, with the default zone public; the service ssh passes now, http from the next start on. */
    private Tools withFirewalld() {
        return new Tools(temp).have("firewall-cmd", """
                case "$*" in
                --state) ;;
                --get-default-zone) echo public ;;
                --query-service=ssh|'--permanent --query-service=http') ;;
                *--query-*) exit 1 ;;
                '--permanent --get-zones') echo 'public trusted' ;;
                *INVALID*) echo 'Error: INVALID_SERVICE: INVALID' >&2; exit 101 ;;
                esac
                """);
    }

    @Test
    void firewalldIsChangedNowAndForTheNextStart() {
        Tools tools = withFirewalld();
        LocalNode node = tools.node();
        Calls calls = new Calls(node, new FakeController(temp));
        assertFalse(calls.run(firewalld, "service", "ssh", "state", "enabled").changed());
        assertEquals(1, node.exchanges());
        ModuleResult both =
                calls.run(firewalld, "service", "ssh", "state", "enabled", "permanent", true, "immediate", true);
        assertEquals(
                "Permanent and Non-Permanent(immediate) operation, Changed service ssh to enabled",
                both.values().get("msg"));
        calls.check(firewalld, "port", "80/tcp", "state", "enabled");
        calls.run(firewalld, "service", "http", "state", "disabled", "permanent", true);
        calls.run(
                firewalld,
                "rich_rule",
                "rule family=\"ipv4\" accept",
                "zone",
                "dmz",
                "state",
                "enabled",
                "timeout",
                5L);
        calls.run(firewalld, "zone", "new", "state", "present", "permanent", true);
        assertEquals(
                List.of(
                        "firewall-cmd [--permanent] [--zone=public] [--add-service=ssh]",
                        "firewall-cmd [--permanent] [--zone=public] [--remove-service=http]",
                        "firewall-cmd [--zone=dmz] [--add-rich-rule=rule family=\"ipv4\" accept] [--timeout=5]",
                        "firewall-cmd [--permanent] [--new-zone=new]"),
                tools.log().stream()
                        .filter(line -> !line.contains("[--query") && !line.contains("--query-"))
                        .filter(line -> !line.contains("[--state]") && !line.contains("[--get-"))
                        .toList());
        assertEquals(
                "improper port format (missing protocol?)", calls.failure(firewalld, "port", "80", "state", "enabled"));
    }
}
