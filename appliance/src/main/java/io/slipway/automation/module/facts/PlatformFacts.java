package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kernel, architecture and names. */
final class PlatformFacts implements Collector {

    @Override
    public String name() {
        return "platform";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("system", "kernel", "kernel_version", "machine", "python_version", "architecture", "machine_id");
    }

    @Override
    public boolean minimal() {
        return true;
    }

    /** The full name is looked up as resolvers do: name to address, address to names. A resolver that hangs is given up. */
    @Override
    public String script() {
        return """
                tell uname "$(uname -s; uname -r; uname -v; uname -m; uname -n)"
                ask bits getconf LONG_BIT
                _lookup() { if command -v timeout >/dev/null 2>&1; then timeout 5 getent "$@"; else getent "$@"; fi; }
                _address=$(_lookup ahosts "$(uname -n)" 2>/dev/null </dev/null | head -n 1 | cut -d' ' -f1)
                [ -z "$_address" ] || ask names _lookup hosts "$_address"
                tell machineId "$(cat /var/lib/dbus/machine-id 2>/dev/null || cat /etc/machine-id 2>/dev/null)"
                """ + PythonFacts.SCRIPT;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        List<String> uname = found.lines("uname");
        if (uname.size() < 5) {
            return Map.of();
        }
        String machine = uname.get(3);
        String node = uname.get(4);
        String full = fullName(found, node);
        String bits = found.some("bits").orElse(machine.contains("64") ? "64" : "32");
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("system", uname.get(0));
        facts.put("kernel", uname.get(1));
        facts.put("kernel_version", uname.get(2));
        facts.put("machine", machine);
        facts.put("architecture", machine.matches("i[3456]86") ? "i386" : machine);
        facts.put("userspace_bits", bits);
        if (machine.equals("x86_64") || machine.matches("i[3456]86")) {
            facts.put("userspace_architecture", bits.equals("64") ? "x86_64" : "i386");
        }
        facts.put("nodename", node);
        facts.put("hostname", node.split("\\.", 2)[0]);
        facts.put("fqdn", full);
        int dot = full.indexOf('.');
        facts.put("domain", dot < 0 ? "" : full.substring(dot + 1));
        PythonFacts.version(found).ifPresent(version -> facts.put("python_version", version));
        found.some("machineId")
                .ifPresent(id -> facts.put("machine_id", id.lines().findFirst().orElse(id)));
        return facts;
    }

    private static String fullName(Found found, String node) {
        List<String> words = Arrays.asList(found.text("names").strip().split("\\s+"));
        List<String> names = words.subList(Math.min(1, words.size()), words.size());
        return names.stream()
                .filter(name -> name.contains("."))
                .findFirst()
                .orElse(names.isEmpty() ? node : names.getFirst());
    }
}
