package io.slipway.automation.module.files;

import io.slipway.automation.module.Script;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths on a node, as playbooks write them. */
public final class NodePath {

    private static final Pattern HOME = Pattern.compile("~([A-Za-z0-9_][A-Za-z0-9_.-]*)?(?=/|$)");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:([A-Za-z0-9_]+)|\\{([A-Za-z_][A-Za-z0-9_]*)})");

    private NodePath() {}

    /**
     * A shell word for a path: {@code ~}, {@code ~user} and {@code $NAME} mean what they mean on the node, unset variables stay as they
     * are written, and everything else is literal. Only good where the shell expands tildes: after {@code name=} or as a word.
     */
    public static String word(String path) {
        Matcher home = HOME.matcher(path);
        if (!home.lookingAt()) {
            return expanded(path);
        }
        String rest = path.substring(home.end());
        return home.group() + (rest.isEmpty() ? "" : "/" + expanded(rest.substring(1)));
    }

    /** {@code name=} and the {@link #word}, as a line of a script. */
    static String assign(String name, String path) {
        return name + "=" + word(path) + "\n";
    }

    private static String expanded(String text) {
        StringBuilder word = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        int done = 0;
        while (variable.find()) {
            MatchResult match = variable.toMatchResult();
            String name = match.group(1) == null ? match.group(2) : match.group(1);
            if (Character.isDigit(name.charAt(0))) {
                continue;
            }
            word.append(literal(text.substring(done, match.start())));
            word.append("\"${")
                    .append(name)
                    .append('-')
                    .append(unsetForm(match.group()))
                    .append("}\"");
            done = match.end();
        }
        word.append(literal(text.substring(done)));
        return word.isEmpty() ? "''" : word.toString();
    }

    private static String unsetForm(String reference) {
        return reference.replace("$", "\\$").replace("}", "\\}");
    }

    private static String literal(String text) {
        return text.isEmpty() ? "" : Script.quote(text);
    }

    /** The last component; empty when the path ends with a slash. */
    static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** All but the last component, without a trailing slash: empty for a bare name, {@code /} for what lies in the root. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, Math.max(slash, 0));
    }

    static String join(String folder, String name) {
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }
}
