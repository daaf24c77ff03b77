package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Glob;
import io.slipway.common.DebianVersion;
import io.slipway.common.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A package as a task names it.
 *
 * @param name may be a pattern, and may end in {@code :architecture}
 * @param relation {@code =}, {@code >=} or empty
 * @param version may be a pattern after {@code =}; empty for any
 */
record PackageWish(String written, String name, String relation, String version) {

    private static final Pattern FORM = Pattern.compile("([^=>]+?)(?:(>?=)(.*))?", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9*?\\[\\]!][A-Za-z0-9+.:*?\\[\\]!_~^-]*");

    static PackageWish parse(String written) {
        String text = written.strip();
        if (text.isEmpty()) {
            throw new ModuleFailure(Problem.of("No package matching '' is available")
                    .hint("one of the names is empty: leave it out, as by select()"));
        }
        Matcher matcher = FORM.matcher(text);
        if (text.chars().filter(c -> c == '=').count() > 1 || !matcher.matches()) {
            throw new ModuleFailure("invalid package spec: " + text);
        }
        String name = matcher.group(1);
        if (!NAME.matcher(name).matches()) {
            throw new ModuleFailure("No package matching '" + name + "' is available");
        }
        if (matcher.group(2) == null) {
            return new PackageWish(text, name, "", "");
        }
        if (matcher.group(2).equals(">=")
                && DebianVersion.parse(matcher.group(3)).isEmpty()) {
            throw new ModuleFailure("invalid package spec: " + text + " ('" + matcher.group(3) + "' is not a version)");
        }
        return new PackageWish(text, name, matcher.group(2), matcher.group(3));
    }

    boolean isPattern() {
        return Glob.isPattern(name);
    }

    /** Whether an installed version is one of those wanted. */
    boolean accepts(String installed) {
        return switch (relation) {
            case "=" -> Glob.matches(version, installed);
            case ">=" ->
                DebianVersion.parse(installed)
                        .filter(found -> found.compareTo(new DebianVersion(version)) >= 0)
                        .isPresent();
            default -> true;
        };
    }

    /** As {@code apt-get install} takes it; a minimum is for apt's candidate to meet. */
    String forAptGet() {
        return relation.equals("=") ? name + "=" + version : name;
    }
}
