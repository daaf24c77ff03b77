package io.slipway.automation.module.packages;

import io.slipway.automation.module.shell.Found;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose archive installed packages come from: the {@code Origin} of the release that offers the installed version. */
final class PackageOrigins {

    private static final Pattern RELEASE = Pattern.compile(" +release .*?\\bo=([^,]*).*");

    private PackageOrigins() {}

    /**
     * @param found with {@code sources}, as {@code apt-cache policy} prints them: each a line of priority and address, and a line that
     *     begins with {@code release}; and with {@code from}, a line of a package's name and such a first line
     */
    static Map<String, String> of(Found found) {
        Map<String, String> bySource = new HashMap<>();
        String source = "";
        for (String line : found.lines("sources")) {
            Matcher release = RELEASE.matcher(line);
            if (release.matches()) {
                bySource.put(source, release.group(1));
            } else {
                source = address(line);
            }
        }
        Map<String, String> byName = new HashMap<>();
        for (String line : found.lines("from")) {
            String[] fields = line.split("\t", 2);
            if (fields.length == 2 && bySource.containsKey(address(fields[1]))) {
                byName.put(fields[0], bySource.get(address(fields[1])));
            }
        }
        return byName;
    }

    /** Without the priority, which pins may make another for a single package. */
    private static String address(String line) {
        return line.strip().replaceFirst("^-?\\d+\\s+", "");
    }
}
