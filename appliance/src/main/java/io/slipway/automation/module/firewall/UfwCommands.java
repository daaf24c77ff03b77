package io.slipway.automation.module.firewall;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of {@code ufw} that a task comes to, and what they would change. */
final class UfwCommands {

    private static final Map<String, String> STATES =
            Map.of("enabled", "enable", "disabled", "disable", "reloaded", "reload", "reset", "reset");

    /** Asked before a rule: a program too old for comments shows itself so. */
    private static final List<String> VERSION = List.of("--version");

    private static final Pattern DEFAULTS = Pattern.compile("Default: (deny|allow|reject) \\(incoming\\),"
            + " (deny|allow|reject) \\(outgoing\\), (deny|allow|reject|disabled) \\(routed\\)");
    private static final Pattern LOGGING = Pattern.compile("Logging: (on|off)(?: \\(([a-z]+)\\))?");
    private static final Pattern NUMBERED = Pattern.compile("\\[ *([0-9]+)\\] .*");
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private final Arguments a;
    private final Optional<List<String>> rule;

    private UfwCommands(Arguments a, Optional<List<String>> rule) {
        this.a = a;
        this.rule = rule;
    }

    /** @param numbered the rules as {@code ufw status numbered} shows them, if their places matter */
    static UfwCommands of(Arguments a, List<String> numbered) {
        String direction = a.text("direction").orElse("");
        if (a.has("default") && List.of("in", "out").contains(direction)) {
            throw new ModuleFailure("For default, direction must be one of \"outgoing\", \"incoming\" and \"routed\","
                    + " or direction must not be specified.");
        }
        if (a.has("rule") && !List.of("in", "out", "").contains(direction)) {
            throw new ModuleFailure(
                    "For rules, direction must be one of \"in\" and \"out\", or direction must not be specified.");
        }
        if (a.has("rule") && !a.flag("route") && a.has("interface_in") && a.has("interface_out")) {
            throw new ModuleFailure("Only route rules can combine interface_in and interface_out");
        }
        return new UfwCommands(a, a.has("rule") ? Optional.of(rule(a, numbered)) : Optional.empty());
    }

    private static List<String> rule(Arguments a, List<String> numbered) {
        List<String> words = new ArrayList<>();
        if (a.flag("route")) {
            words.add("route");
        }
        if (a.flag("delete")) {
            words.add("delete");
        } else {
            place(a, numbered).ifPresent(number -> words.addAll(List.of("insert", Long.toString(number))));
        }
        words.add(a.string("rule"));
        a.text("direction").ifPresent(words::add);
        after(words, a, "interface", "on");
        a.text("interface_in").ifPresent(name -> words.addAll(List.of("in", "on", name)));
        a.text("interface_out").ifPresent(name -> words.addAll(List.of("out", "on", name)));
        if (a.flag("log")) {
            words.add("log");
        }
        after(words, a, "from_ip", "from");
        after(words, a, "from_port", "port");
        after(words, a, "to_ip", "to");
        after(words, a, "to_port", "port");
        after(words, a, "proto", "proto");
        after(words, a, "name", "app");
        after(words, a, "comment", "comment");
        return words;
    }

    private static void after(List<String> words, Arguments a, String option, String word) {
        a.text(option).filter(value -> !value.isEmpty()).ifPresent(value -> words.addAll(List.of(word, value)));
    }

    private static Optional<Long> place(Arguments a, List<String> numbered) {
        Optional<Long> insert = a.integer("insert");
        String relative = a.string("insert_relative_to");
        if (insert.isEmpty() || relative.equals("zero")) {
            return insert;
        }
        long last = 0;
        long lastFour = 0;
        boolean six = false;
        for (String line : numbered) {
            Matcher matcher = NUMBERED.matcher(line);
            if (matcher.matches()) {
                long number = Long.parseLong(matcher.group(1));
                last = Math.max(last, number);
                six |= line.contains("(v6)");
                lastFour = line.contains("(v6)") ? lastFour : Math.max(lastFour, number);
            }
        }
        long base = switch (relative) {
            case "last-ipv4" -> lastFour > 0 ? lastFour : 1;
            case "first-ipv6" -> lastFour > 0 ? lastFour + 1 : 1;
            case "last-ipv6" -> six ? last : last + 1;
            default -> 1;
        };
        long end = last;
        return insert.map(number -> number + base).filter(number -> number <= end);
    }

    /** In check mode only a rule is tried, dry. */
    List<List<String>> toRun(boolean check) {
        List<List<String>> all = new ArrayList<>();
        if (check) {
            rule.ifPresent(words -> {
                all.add(VERSION);
                List<String> dry = new ArrayList<>(List.of("--dry-run"));
                dry.addAll(words);
                all.add(dry);
            });
            return all;
        }
        a.text("state").ifPresent(state -> all.add(List.of("-f", String.valueOf(STATES.get(state)))));
        a.text("default").ifPresent(policy -> {
            List<String> words = new ArrayList<>(List.of("default", policy));
            a.text("direction").ifPresent(words::add);
            all.add(words);
        });
        rule.ifPresent(words -> all.addAll(List.of(VERSION, words)));
        a.text("logging").ifPresent(level -> all.add(List.of("logging", level)));
        return all;
    }

    /** Whether the task counts as a change whatever is there. */
    boolean always() {
        String state = a.text("state").orElse("");
        return state.equals("reloaded") || state.equals("reset");
    }

    boolean loggingDiffers(Found found) {
        if (!a.has("logging")) {
            return false;
        }
        String wanted = a.string("logging");
        Matcher now = LOGGING.matcher(found.text("before"));
        if (!now.find()) {
            return true;
        }
        boolean off = now.group(1).equals("off");
        return wanted.equals("off") ? !off : off || (!wanted.equals("on") && !wanted.equals(now.group(2)));
    }

    /** Whether a run that is no check would change anything. */
    boolean wouldChange(Found found) {
        String before = found.text("before");
        boolean on = before.contains(" active");
        String state = a.text("state").orElse("");
        return always()
                || (state.equals("enabled") && !on)
                || (state.equals("disabled") && on)
                || loggingDiffers(found)
                || defaultDiffers(before)
                || (rule.isPresent() && ruleDiffers(found));
    }

    private boolean defaultDiffers(String before) {
        if (!a.has("default")) {
            return false;
        }
        Matcher now = DEFAULTS.matcher(before);
        if (!now.find()) {
            return true;
        }
        String current = now.group(
                switch (a.text("direction").orElse("incoming")) {
                    case "outgoing" -> 2;
                    case "routed" -> 3;
                    default -> 1;
                });
        return !current.equals(a.string("default")) && !current.equals("disabled");
    }

    /** A dry run prints all rules of the protocols that the new rule is for. */
    private boolean ruleDiffers(Found found) {
        List<String> dry = found.lines("said");
        if (!dry.isEmpty() && dry.stream().allMatch(line -> line.contains("Skipping"))) {
            return false;
        }
        List<String> now = found.lines("rules_before");
        List<String> then =
                dry.stream().filter(line -> line.startsWith("### tuple")).toList();
        for (Pattern protocol : List.of(IPV4, IPV6)) {
            if (protocol.matcher(a.string("from_ip")).lookingAt()
                    || protocol.matcher(a.string("to_ip")).lookingAt()) {
                return !naming(protocol, now).equals(naming(protocol, then));
            }
        }
        return !now.equals(then);
    }

    private static List<String> naming(Pattern address, List<String> lines) {
        return lines.stream().filter(line -> address.matcher(line).find()).toList();
    }
}
