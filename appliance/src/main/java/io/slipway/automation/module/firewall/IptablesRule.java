package io.slipway.automation.module.firewall;

import io.slipway.automation.module.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The arguments of a task as the words of an {@code iptables} rule, in the order in which Ansible writes them. */
final class IptablesRule {

    private final Arguments a;
    private final List<String> words = new ArrayList<>();

    private IptablesRule(Arguments a) {
        this.a = a;
    }

    /** @param jump the target, which may be another one than the task names */
    static List<String> words(Arguments a, Optional<String> jump) {
        IptablesRule rule = new IptablesRule(a);
        rule.write(jump);
        return List.copyOf(rule.words);
    }

    private void write(Optional<String> jump) {
        a.text("wait").filter(wait -> !wait.isEmpty()).ifPresent(wait -> words.addAll(List.of("-w", wait)));
        option("protocol", "-p");
        option("source", "-s");
        option("destination", "-d");
        a.strings("match").forEach(match -> add("-m", match));
        tcpFlags();
        jump.ifPresent(target -> add("-j", target));
        if (jump.filter(target -> target.toLowerCase(Locale.ROOT).equals("tee")).isPresent()) {
            option("gateway", "--gateway");
        }
        option("log_prefix", "--log-prefix");
        option("log_level", "--log-level");
        option("to_destination", "--to-destination");
        if (!a.strings("destination_ports").isEmpty()) {
            words.addAll(List.of("-m", "multiport"));
        }
        list("destination_ports", "--dports");
        option("to_source", "--to-source");
        option("goto", "-g");
        option("in_interface", "-i");
        option("out_interface", "-o");
        option("fragment", "-f");
        option("set_counters", "-c");
        option("source_port", "--source-port");
        option("destination_port", "--destination-port");
        option("to_ports", "--to-ports");
        option("set_dscp_mark", "--set-dscp");
        option("set_dscp_mark_class", "--set-dscp-class");
        switch (a.string("syn")) {
            case "match" -> words.add("--syn");
            case "negate" -> words.addAll(List.of("!", "--syn"));
            default -> {}
        }
        states();
        matched("iprange", "src_range", "dst_range");
        option("src_range", "--src-range");
        option("dst_range", "--dst-range");
        matched("set", "match_set");
        option("match_set", "--match-set");
        if (a.has("match_set")) {
            a.text("match_set_flags").ifPresent(words::add);
        }
        always("limit", "limit", "limit_burst");
        option("limit", "--limit");
        option("limit_burst", "--limit-burst");
        always("owner", "uid_owner");
        option("uid_owner", "--uid-owner");
        always("owner", "gid_owner");
        option("gid_owner", "--gid-owner");
        if (jump.isEmpty() && given("reject_with")) {
            words.addAll(List.of("-j", "REJECT"));
        }
        option("reject_with", "--reject-with");
        option("icmp_type", a.string("ip_version").equals("ipv6") ? "--icmpv6-type" : "--icmp-type");
        always("comment", "comment");
        option("comment", "--comment");
    }

    private boolean given(String name) {
        return a.text(name).filter(value -> !value.isEmpty()).isPresent();
    }

    private void option(String name, String flag) {
        a.text(name).filter(value -> !value.isEmpty()).ifPresent(value -> add(flag, value));
    }

    /** A leading {@code !} turns the sense round. */
    private void add(String flag, String value) {
        if (value.startsWith("!")) {
            words.addAll(List.of("!", flag, value.substring(1)));
        } else {
            words.addAll(List.of(flag, value));
        }
    }

    private void list(String name, String flag) {
        List<String> values = a.strings(name);
        if (!values.isEmpty()) {
            words.addAll(List.of(flag, String.join(",", values)));
        }
    }

    /** Names the extension that these options belong to, unless the task has done so. */
    private void matched(String match, String... names) {
        if (!a.strings("match").contains(match)) {
            always(match, names);
        }
    }

    private void always(String match, String... names) {
        for (String name : names) {
            if (given(name)) {
                words.addAll(List.of("-m", match));
                return;
            }
        }
    }

    private void tcpFlags() {
        Map<String, @Nullable Object> flags = a.map("tcp_flags");
        Object examined = flags.get("flags");
        Object set = flags.get("flags_set");
        if (examined != null && set != null) {
            words.addAll(List.of("--tcp-flags", joined(examined), joined(set)));
        }
    }

    private static String joined(Object value) {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : value.toString();
    }

    private void states() {
        if (a.strings("match").contains("conntrack")) {
            list("ctstate", "--ctstate");
        } else if (a.strings("match").contains("state")) {
            list("ctstate", "--state");
        } else if (!a.strings("ctstate").isEmpty()) {
            words.addAll(List.of("-m", "conntrack"));
            list("ctstate", "--ctstate");
        }
    }
}
