package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which distribution it is, from {@code /etc/os-release}, under the names that Ansible gives them. */
final class DistributionFacts implements Collector {

    /** {@code ID} of os-release, then Ansible's name, then its family. */
    private static final Map<String, List<String>> KNOWN = Map.ofEntries(
            Map.entry("debian", List.of("Debian", "Debian")),
            Map.entry("ubuntu", List.of("Ubuntu", "Debian")),
            Map.entry("raspbian", List.of("Raspbian", "Debian")),
            Map.entry("linuxmint", List.of("Linux Mint", "Debian")),
            Map.entry("kali", List.of("Kali", "Debian")),
            Map.entry("rhel", List.of("RedHat", "RedHat")),
            Map.entry("centos", List.of("CentOS", "RedHat")),
            Map.entry("rocky", List.of("Rocky", "RedHat")),
            Map.entry("almalinux", List.of("AlmaLinux", "RedHat")),
            Map.entry("ol", List.of("OracleLinux", "RedHat")),
            Map.entry("fedora", List.of("Fedora", "RedHat")),
            Map.entry("amzn", List.of("Amazon", "RedHat")),
            Map.entry("sles", List.of("SLES", "Suse")),
            Map.entry("opensuse-leap", List.of("openSUSE Leap", "Suse")),
            Map.entry("opensuse-tumbleweed", List.of("openSUSE Tumbleweed", "Suse")),
            Map.entry("arch", List.of("Archlinux", "Archlinux")),
            Map.entry("alpine", List.of("Alpine", "Alpine")),
            Map.entry("flatcar", List.of("Flatcar", "Flatcar")));

    private static final Pattern POINT = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final Pattern IN_PARENTHESES = Pattern.compile("\\((?:[^()]*, *)?([^()]+)\\)");

    @Override
    public String name() {
        return "distribution";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("distribution_version", "distribution_release", "distribution_major_version", "os_family");
    }

    @Override
    public boolean minimal() {
        return true;
    }

    @Override
    public String script() {
        return """
                tell osRelease "$(cat /etc/os-release 2>/dev/null || cat /usr/lib/os-release 2>/dev/null)"
                ask debianVersion cat /etc/debian_version
                tell kernelName "$(uname -s; uname -r; uname -v)"
                """;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        Map<String, String> release = assignments(found.text("osRelease"));
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        if (release.isEmpty()) {
            List<String> kernel = found.lines("kernelName");
            facts.put("distribution", kernel.isEmpty() ? "NA" : kernel.get(0));
            facts.put("distribution_release", "NA");
            facts.put("distribution_version", "NA");
            facts.put("os_family", facts.get("distribution"));
            return facts;
        }
        String id = release.getOrDefault("ID", "linux");
        List<String> known = KNOWN.getOrDefault(id, List.of(release.getOrDefault("NAME", id), family(release, id)));
        String version = release.getOrDefault("VERSION_ID", "NA");
        facts.put("distribution", known.get(0));
        facts.put("distribution_release", codeName(release));
        Matcher point = POINT.matcher(found.text("debianVersion").strip());
        if (id.equals("debian") && point.matches()) {
            version = found.text("debianVersion").strip();
            facts.put("distribution_minor_version", point.group(2));
        }
        facts.put("distribution_version", version);
        facts.put("distribution_major_version", version.split("\\.", 2)[0]);
        facts.put("os_family", known.get(1));
        facts.put("distribution_file_path", "/etc/os-release");
        facts.put("distribution_file_variety", known.get(1));
        facts.put("distribution_file_parsed", true);
        return facts;
    }

    private static String family(Map<String, String> release, String id) {
        for (String like : release.getOrDefault("ID_LIKE", "").split(" ")) {
            if (KNOWN.containsKey(like)) {
                return KNOWN.get(like).get(1);
            }
        }
        return release.getOrDefault("NAME", id);
    }

    private static String codeName(Map<String, String> release) {
        if (release.containsKey("VERSION_CODENAME")) {
            return release.get("VERSION_CODENAME");
        }
        Matcher matcher =
                IN_PARENTHESES.matcher(release.getOrDefault("VERSION", release.getOrDefault("PRETTY_NAME", "")));
        return matcher.find() ? matcher.group(1) : "NA";
    }

    /** Lines of {@code NAME=value} with the quotes of a shell. */
    static Map<String, String> assignments(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines().filter(line -> line.matches("[A-Za-z_][A-Za-z0-9_]*=.*")).forEach(line -> {
            int equals = line.indexOf('=');
            values.put(line.substring(0, equals), unquoted(line.substring(equals + 1)));
        });
        return values;
    }

    private static String unquoted(String value) {
        boolean balanced = value.matches("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^'\"\\\\]*");
        return balanced ? String.join(" ", Words.split(value.isBlank() ? "''" : value)) : value;
    }
}
