package io.slipway.automation.module.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requirements on labels: {@code a=b}, {@code a!=b}, {@code a in (b,c)}, {@code a notin (b,c)}, {@code a}, {@code !a}. */
final class Selector {

    private static final Pattern SET = Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s+\\((.*)\\)\\s*");
    private static final Pattern EQUAL = Pattern.compile("\\s*([^=!\\s]+)\\s*(==?|!=)\\s*(\\S*)\\s*");

    private Selector() {}

    static boolean matches(String requirement, Map<String, @Nullable Object> labels) {
        Matcher set = SET.matcher(requirement);
        if (set.matches()) {
            List<String> values =
                    Arrays.stream(set.group(3).split(",")).map(String::strip).toList();
            return values.contains(KubeObject.text(labels, set.group(1)))
                    == set.group(2).equals("in");
        }
        Matcher equal = EQUAL.matcher(requirement);
        if (equal.matches()) {
            return KubeObject.text(labels, equal.group(1)).equals(equal.group(3))
                    != equal.group(2).equals("!=");
        }
        String name = requirement.strip();
        return name.startsWith("!") ? !labels.containsKey(name.substring(1).strip()) : labels.containsKey(name);
    }
}
