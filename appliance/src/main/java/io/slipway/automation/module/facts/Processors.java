package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts sockets, cores and threads in {@code /proc/cpuinfo}, as Ansible counts them. */
final class Processors {

    private static final Set<String> SHOWN =
            Set.of("model name", "Processor", "vendor_id", "cpu", "Vendor", "processor");

    private Processors() {}

    static Map<String, @Nullable Object> facts(Found found) {
        List<String> shown = new ArrayList<>();
        Set<String> sockets = new LinkedHashSet<>();
        long processors = 0;
        long cores = 1;
        long siblings = 0;
        for (String line : found.lines("cpuinfo")) {
            int colon = line.indexOf(':');
            String name = (colon < 0 ? line : line.substring(0, colon)).strip();
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            if (SHOWN.contains(name)) {
                shown.add(value);
            }
            switch (name) {
                case "processor" -> processors++;
                case "physical id" -> sockets.add(value);
                case "cpu cores" -> cores = number(value);
                case "siblings" -> siblings = number(value);
                default -> {}
            }
        }
        if (shown.isEmpty()) {
            return Map.of();
        }
        long count = sockets.isEmpty() ? processors : sockets.size();
        long threads = siblings == 0 ? 1 : Math.max(1, siblings / cores);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("processor", shown);
        facts.put("processor_count", count);
        facts.put("processor_cores", cores);
        facts.put("processor_threads_per_core", threads);
        facts.put("processor_vcpus", threads * count * cores);
        facts.put("processor_nproc", found.has("nproc") ? found.number("nproc") : processors);
        return facts;
    }

    private static long number(String value) {
        return value.matches("\\d{1,9}") ? Math.max(1, Long.parseLong(value)) : 1;
    }
}
