package io.slipway.automation.module.system;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.shell.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code service_facts}: all services of a node, from systemd and from init scripts. */
final class ServiceFactsModule implements Module {

    private static final ModuleSpec SPEC =
            ModuleSpec.of("service_facts", "Finds out which services there are").build();

    private static final Pattern SYSV = Pattern.compile("(?m)^\\s*\\[ ([+-]) ]\\s+(.+)$");
    private static final List<String> BAD = List.of("not-found", "masked", "failed");

    private static final String PROBE = """
            if command -v service >/dev/null 2>&1 && [ -d /etc/init.d ]; then ask sysv service --status-all; fi
            [ -d /run/systemd/system ] || exit 0
            ask units systemctl list-units --no-pager --no-legend --plain --type service --all
            _files=$(systemctl list-unit-files --no-pager --no-legend --type service --all 2>/dev/null </dev/null)
            tell files "$_files"
            ask states systemctl show --property=Id,Names,ActiveState -- $(printf '%s\\n' "$_files" | awk '$1 !~ /@\\.service$/ { print $1 }')
            exit 0
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Found found = Found.ask(call.node(), Found.constant(PROBE));
        Map<String, Map<String, @Nullable Object>> services = new TreeMap<>();
        Matcher sysv = SYSV.matcher(found.text("sysv"));
        while (sysv.find()) {
            String name = sysv.group(2).strip();
            services.put(name, service(name, sysv.group(1).equals("+") ? "running" : "stopped", null, "sysv"));
        }
        found.lines("units").forEach(line -> unit(line, services));
        Map<String, String> states = states(found.text("states"));
        for (String line : found.lines("files")) {
            String[] words = line.strip().split("\\s+");
            if (words.length >= 2) {
                file(words[0], words[1], states.getOrDefault(words[0], "unknown"), services);
            }
        }
        return ModuleResult.unchanged().with("ansible_facts", Map.of("services", services));
    }

    /** {@code name load active sub description}. */
    private static void unit(String line, Map<String, Map<String, @Nullable Object>> services) {
        String[] words = line.strip().split("\\s+", 5);
        if (words.length < 4 || !words[0].endsWith(".service")) {
            return;
        }
        String status = BAD.contains(words[1]) ? words[1] : words[2];
        services.put(
                words[0], service(words[0], words[3].equals("running") ? "running" : "stopped", status, "systemd"));
    }

    private static void file(
            String name, String status, String state, Map<String, Map<String, @Nullable Object>> services) {
        Map<String, @Nullable Object> known = services.get(name);
        if (known == null) {
            services.put(name, service(name, state, status, "systemd"));
        } else if (!BAD.contains(String.valueOf(known.get("status")))) {
            known.put("status", status);
        }
    }

    /** Blocks of properties with an empty line between, by every name that a unit has. */
    private static Map<String, String> states(String text) {
        Map<String, String> states = new LinkedHashMap<>();
        for (String block : text.split("\n\n")) {
            Map<String, String> properties = new LinkedHashMap<>();
            block.lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
                int equals = line.indexOf('=');
                properties.put(line.substring(0, equals), line.substring(equals + 1));
            });
            String names = properties.getOrDefault("Names", "") + " " + properties.getOrDefault("Id", "");
            for (String name : names.strip().split(" ")) {
                states.put(name, properties.getOrDefault("ActiveState", "unknown"));
            }
        }
        return states;
    }

    private static Map<String, @Nullable Object> service(
            String name, String state, @Nullable String status, String source) {
        Map<String, @Nullable Object> service = new LinkedHashMap<>();
        service.put("name", name);
        service.put("state", state);
        if (status != null) {
            service.put("status", status);
        }
        service.put("source", source);
        return service;
    }
}
