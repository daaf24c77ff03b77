package io.slipway.automation.module.firewall;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one thing that a task says of a zone, in the words of {@code firewall-cmd}.
 *
 * @param option what follows {@code --query-}, {@code --add-} and {@code --remove-}
 * @param value empty where the option takes none
 * @param kind what the task calls it
 * @param wanted whether it is to be there
 */
record FirewalldItem(String kind, String option, String value, boolean wanted, String shown, String state) {

    static FirewalldItem of(Arguments a) {
        String state = a.string("state");
        boolean enabled = state.equals("enabled") || state.equals("present");
        for (String plain : List.of("service", "protocol", "source", "interface", "icmp_block", "rich_rule")) {
            if (a.has(plain)) {
                String option = plain.replace('_', '-');
                return new FirewalldItem(
                        plain, option, a.string(plain), enabled, plain.equals("icmp_block") ? option : plain, state);
            }
        }
        for (String flag : List.of("masquerade", "icmp_block_inversion")) {
            if (a.has(flag)) {
                String option = flag.replace('_', '-');
                return new FirewalldItem(
                        flag, option, "", enabled == truth(a.string(flag)), option + " " + a.string(flag), state);
            }
        }
        if (a.has("port")) {
            String port = a.string("port").strip();
            if (!port.matches("[^/]+/[^/]+")) {
                throw new ModuleFailure("improper port format (missing protocol?)");
            }
            return new FirewalldItem("port", "port", port, enabled, "port", state);
        }
        if (a.has("port_forward")) {
            return forward(a.elements("port_forward"), enabled, state);
        }
        if (a.has("target")) {
            return new FirewalldItem("target", "target", a.string("target"), enabled, "target", state);
        }
        if (!state.equals("present") && !state.equals("absent")) {
            throw new ModuleFailure("nothing to do: the task names no service, port, rule or other thing of a zone");
        }
        if (!a.has("zone")) {
            throw new ModuleFailure("state " + state + " needs the name of a zone");
        }
        return new FirewalldItem("zone", "zone", a.string("zone"), enabled, "zone", state);
    }

    private static boolean truth(String text) {
        return !List.of("no", "n", "off", "false", "f", "0").contains(text.toLowerCase(Locale.ROOT));
    }

    private static FirewalldItem forward(List<@Nullable Object> all, boolean enabled, String state) {
        if (all.size() != 1 || !(all.getFirst() instanceof Map<?, ?> one)) {
            throw new ModuleFailure("Only one port forward supported at a time");
        }
        for (String key : List.of("port", "proto", "toport")) {
            if (one.get(key) == null) {
                throw new ModuleFailure(key + " must be specified for port forward");
            }
        }
        Object address = one.get("toaddr");
        String to = address == null ? "" : address.toString();
        String value = "port=" + one.get("port") + ":proto=" + one.get("proto") + ":toport=" + one.get("toport")
                + (to.isEmpty() ? "" : ":toaddr=" + to);
        return new FirewalldItem("port_forward", "forward-port", value, enabled, "port_forward", state);
    }

    boolean zoneLevel() {
        return kind.equals("zone") || kind.equals("target");
    }

    List<String> query(List<String> zone) {
        return switch (kind) {
            case "zone" -> List.of("--get-zones");
            case "target" -> with(zone, "--get-target");
            default -> with(zone, flag("query"));
        };
    }

    /** Whether it is there, from the answer to {@link #query}. */
    boolean present(String status, String said) {
        return switch (kind) {
            case "zone" -> status.equals("0") && List.of(said.split("\\s+")).contains(value);
            case "target" -> status.equals("0") && said.strip().equals(value);
            default -> status.equals("0");
        };
    }

    List<String> change(boolean offline, boolean permanent, String zone, long timeout) {
        List<String> words = new ArrayList<>();
        words.add(offline ? "firewall-offline-cmd" : "firewall-cmd");
        if (permanent && !offline) {
            words.add("--permanent");
        }
        if (kind.equals("zone")) {
            words.add((wanted ? "--new-zone=" : "--delete-zone=") + value);
            return words;
        }
        words.add("--zone=" + zone);
        if (kind.equals("target")) {
            words.add("--set-target=" + (wanted ? value : "default"));
            return words;
        }
        words.add(flag(wanted ? kind.equals("interface") || kind.equals("source") ? "change" : "add" : "remove"));
        if (wanted && timeout > 0 && !permanent) {
            words.add("--timeout=" + timeout);
        }
        return words;
    }

    private String flag(String verb) {
        return "--" + verb + "-" + option + (value.isEmpty() ? "" : "=" + value);
    }

    private static List<String> with(List<String> zone, String word) {
        List<String> words = new ArrayList<>(zone);
        words.add(word);
        return words;
    }

    /** What a changed result says. */
    String told(String zone) {
        return switch (kind) {
            case "source" -> wanted ? "Added " + value + " to zone " + zone : "Removed " + value + " from zone " + zone;
            case "interface" ->
                wanted ? "Changed " + value + " to zone " + zone : "Removed " + value + " from zone " + zone;
            case "masquerade" -> wanted ? "Added masquerade to zone " + zone : "Removed masquerade from zone " + zone;
            case "target" ->
                wanted ? "Set zone " + zone + " target to " + value : "Reset zone " + zone + " target to default";
            case "zone" ->
                (wanted ? "Added zone " : "Removed zone ") + value + ", Changed zone " + value + " to " + state;
            case "icmp_block_inversion" -> "Changed " + shown + " to " + state;
            default -> "Changed " + shown + " " + value + " to " + state;
        };
    }
}
