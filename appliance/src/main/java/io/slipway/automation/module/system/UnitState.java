package io.slipway.automation.module.system;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code systemctl} said about a unit. */
final class UnitState {

    private static final Set<String> KNOWN = Set.of(
            "enabled",
            "enabled-runtime",
            "linked",
            "linked-runtime",
            "masked",
            "masked-runtime",
            "static",
            "indirect",
            "disabled",
            "generated",
            "transient");

    private final Found found;
    private final Map<String, String> status;

    UnitState(Found found) {
        this.found = found;
        this.status = found.number("showStatus") == 0 ? properties(found.text("show")) : Map.of();
    }

    /** {@code Name=value} lines; only values of {@code Exec…} go over several lines, in braces. */
    private static Map<String, String> properties(String text) {
        Map<String, String> properties = new LinkedHashMap<>();
        String open = "";
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (!open.isEmpty()) {
                properties.merge(open, line, (before, more) -> before + "\n" + more);
                open = line.stripTrailing().endsWith("}") ? "" : open;
            } else if (equals > 0) {
                String name = line.substring(0, equals);
                String value = line.substring(equals + 1).strip();
                properties.put(name, value);
                boolean unfinished = name.startsWith("Exec") && value.startsWith("{") && !value.endsWith("}");
                open = unfinished ? name : "";
            }
        }
        return properties;
    }

    Map<String, String> status() {
        return status;
    }

    private String loadState() {
        return status.getOrDefault("LoadState", "");
    }

    String activity() {
        return status.getOrDefault("ActiveState", "");
    }

    private boolean isUnit() {
        return status.isEmpty()
                ? KNOWN.contains(found.text("enabled").lines().findFirst().orElse(""))
                : !loadState().isEmpty() && !loadState().equals("not-found");
    }

    boolean onlyInitScript() {
        return found.has("init") && !isUnit();
    }

    boolean masked() {
        return found.text("enabled").equals("masked");
    }

    boolean enabled(String scope) {
        String said = found.text("enabled");
        if (found.number("enabledStatus") == 0) {
            return !said.equals("indirect") && !said.equals("alias");
        }
        return found.number("enabledStatus") == 1
                && scope.equals("system")
                && found.has("initEnabled")
                && !said.endsWith("disabled");
    }

    /** What to do so that the unit is in a wanted state; nothing when it is. */
    Optional<String> verbFor(String wanted) {
        boolean running = List.of("active", "activating").contains(activity());
        return switch (wanted) {
            case "started" -> running || activity().isEmpty() ? Optional.empty() : Optional.of("start");
            case "stopped" -> running || activity().equals("deactivating") ? Optional.of("stop") : Optional.empty();
            case "reloaded" -> Optional.of(running ? "reload" : "start");
            default -> Optional.of(running ? "restart" : "start");
        };
    }

    void refuseBrokenUnit(String unit) {
        String error = status.getOrDefault("LoadError", "");
        if (isUnit() && !loadState().equals("masked") && !error.isEmpty()) {
            throw new ModuleFailure("Error loading unit file '" + unit + "': " + error);
        }
    }

    void refuseMissing(String unit) {
        String said = found.text("show").strip();
        if (!isUnit() && !found.has("init")) {
            if (said.startsWith("Failed to connect to bus")) {
                throw new ModuleFailure(Problem.of("Unable to ask systemd for service " + unit + ": " + said)
                        .hint("a user's own systemd runs while the user is logged in, or for good after 'loginctl"
                                + " enable-linger USER'; become_user must be that user"));
            }
            throw new ModuleFailure(Problem.of("Could not find the requested service " + unit + ": host")
                    .hint(
                            found.has("offline") && status.isEmpty()
                                    ? "systemd does not run there: " + said
                                    : "is the package installed that brings it? 'systemctl list-unit-files' on the node lists"
                                            + " what there is"));
        }
    }

    String unknown(String unit) {
        if (!found.has("offline")) {
            throw new ModuleFailure("Service is in unknown state")
                    .with("status", status)
                    .with("name", unit);
        }
        return "Target is a chroot or systemd is offline. This can lead to false positives or prevent the init system"
                + " tools from working.";
    }
}
