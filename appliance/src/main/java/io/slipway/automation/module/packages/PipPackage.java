package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Python package as a task names it: a requirement such as {@code name[extra]>=1,<2}, an address or a folder.
 *
 * @param written as pip takes it
 */
record PipPackage(String written) {

    private static final Pattern PLAIN =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)(\\[[^]]*])?\\s*((?:[<>=!~]=?=?.*)?)", Pattern.DOTALL);
    private static final Pattern VERSIONED = Pattern.compile("(?:svn|git|hg|bzr)\\+.*", Pattern.DOTALL);
    private static final Pattern CONDITION = Pattern.compile("\\s*(===|==|~=|!=|<=|>=|<|>)\\s*(\\S+)\\s*");

    /** Puts together what commas inside of requirements have taken apart. */
    static List<PipPackage> all(List<String> names) {
        List<String> parts = new ArrayList<>();
        names.forEach(name -> parts.addAll(List.of(name.split(",", -1))));
        List<String> whole = new ArrayList<>();
        boolean inBrackets = false;
        for (String part : parts) {
            String text = part.strip();
            if ((inBrackets || text.matches("(?s)[<>=!~].*")) && !whole.isEmpty()) {
                whole.set(whole.size() - 1, whole.getLast() + "," + text);
            } else if (!text.isEmpty()) {
                whole.add(text);
            }
            inBrackets = (inBrackets || text.contains("[")) && !text.contains("]");
        }
        return whole.stream().map(PipPackage::checked).toList();
    }

    private static PipPackage checked(String text) {
        if (text.startsWith("-") || text.indexOf('\n') >= 0) {
            throw new ModuleFailure(
                    "'" + text + "' cannot be the name of a Python package; words for pip go into extra_args");
        }
        Matcher plain = PLAIN.matcher(text);
        if (!plain.matches() || plain.group(3).contains(";")) {
            return new PipPackage(text);
        }
        String extras = plain.group(2) == null ? "" : plain.group(2);
        return new PipPackage(plain.group(1) + extras + sorted(plain.group(3)));
    }

    /** Conditions in the order in which Python's own tools write them. */
    private static String sorted(String conditions) {
        return Stream.of(conditions.split(",", -1)).map(String::strip).sorted().collect(Collectors.joining(","));
    }

    /** Whether it comes from a version control system, so that only a comparison tells whether it changed. */
    boolean isVersioned() {
        return VERSIONED.matcher(written).matches();
    }

    PipPackage of(String version) {
        Matcher plain = PLAIN.matcher(written);
        if (plain.matches() && !plain.group(3).isEmpty()) {
            throw new ModuleFailure(
                    "The 'version' argument conflicts with any version specifier provided along with a package"
                            + " name. Please keep the version specifier, but remove the 'version' argument.");
        }
        return new PipPackage(written + (Character.isDigit(version.charAt(0)) ? "==" : "") + version);
    }

    /** @param installed lines such as {@code name==1.0} */
    boolean isSatisfied(List<String> installed) {
        Matcher plain = PLAIN.matcher(written);
        if (!plain.matches()) {
            return false;
        }
        for (String line : installed) {
            String[] pair = line.split("==", 2);
            if (pair.length == 2 && canonical(pair[0]).equals(canonical(plain.group(1)))) {
                return satisfies(pair[1], plain.group(3));
            }
        }
        return false;
    }

    private static boolean satisfies(String version, String conditions) {
        for (String condition : conditions.isBlank() ? new String[0] : conditions.split(",")) {
            Matcher parts = CONDITION.matcher(condition);
            if (!parts.matches() || !PythonVersion.parse(version).meets(parts.group(1), parts.group(2))) {
                return false;
            }
        }
        return true;
    }

    /** As PEP 503 compares names. */
    private static String canonical(String name) {
        return name.strip().replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
    }
}
