package io.slipway.automation.module.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A file of {@code name=value} lines, as {@code sysctl.conf}: comments stay, of equal names the first stays when it is written. */
record SysctlFile(String text) {

    /** The value under a name, the last if there are several; empty for none. */
    String value(String name) {
        String value = "";
        for (String line : text.split("\n", -1)) {
            if (isSetting(line) && nameOf(line).equals(name)) {
                value = line.substring(line.indexOf('=') + 1).strip();
            }
        }
        return value;
    }

    SysctlFile with(String name, String value) {
        return rewritten(name, name + "=" + value);
    }

    SysctlFile without(String name) {
        return rewritten(name, "");
    }

    private SysctlFile rewritten(String name, String replacement) {
        List<String> lines = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String line : text.isEmpty()
                ? List.<String>of()
                : List.of(text.replaceFirst("\n$", "").split("\n", -1))) {
            if (!isSetting(line)) {
                lines.add(line.strip());
            } else if (seen.add(nameOf(line))) {
                boolean ours = nameOf(line).equals(name);
                String value = line.substring(line.indexOf('=') + 1).strip();
                if (!ours || !replacement.isEmpty()) {
                    lines.add(ours ? replacement : nameOf(line) + "=" + value);
                }
            }
        }
        if (!seen.contains(name) && !replacement.isEmpty()) {
            lines.add(replacement);
        }
        return new SysctlFile(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    private static boolean isSetting(String line) {
        String content = line.strip();
        return !content.startsWith("#") && !content.startsWith(";") && content.indexOf('=') > 0;
    }

    private static String nameOf(String line) {
        return line.substring(0, line.indexOf('=')).strip();
    }
}
