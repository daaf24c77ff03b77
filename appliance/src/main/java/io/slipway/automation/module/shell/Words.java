package io.slipway.automation.module.shell;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.common.Problem;
import io.slipway.common.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Command lines as words: split as Python's {@code shlex} does, and written back for a shell. */
public final class Words {

    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)|\\$\\{(\\w+)}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern TILDE = Pattern.compile("~[A-Za-z0-9_.-]*(?=/|$)");
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\n\r\u000B\u000C\u001C-\u001E\u0085\u2028\u2029]");

    private Words() {}

    /** Splits by the quoting rules of POSIX, without any expansion. */
    public static List<String> split(String line) {
        try {
            return ShellWords.split(line);
        } catch (IllegalArgumentException e) {
            throw new ModuleFailure(Problem.of(e.getMessage() + ": " + line), e);
        }
    }

    /**
     * A word of {@code sh} for a value in which the node's environment ({@code $NAME}, <code>${NAME}</code>) and a leading {@code ~}
     * or {@code ~user} are to be replaced, as Ansible does for commands and paths. What isn't set stays as written.
     */
    public static String expanding(String value) {
        StringBuilder word = new StringBuilder();
        Matcher tilde = TILDE.matcher(value);
        int at = 0;
        if (tilde.lookingAt()) {
            at = Math.min(value.length(), tilde.end() + 1);
            word.append(value, 0, at);
        }
        Matcher variable = VARIABLE.matcher(value);
        while (variable.find(at)) {
            literal(word, value.substring(at, variable.start()));
            String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
            if (NAME.matcher(name).matches()) {
                String written = variable.group().replace("$", "\\$").replace("}", "\\}");
                word.append("\"${").append(name).append('-').append(written).append("}\"");
            } else {
                literal(word, variable.group());
            }
            at = variable.end();
        }
        literal(word, value.substring(at));
        return word.isEmpty() ? "''" : word.toString();
    }

    private static void literal(StringBuilder word, String text) {
        if (!text.isEmpty()) {
            word.append(Script.quote(text));
        }
    }

    /** Words as a person would type them: quoted only where needed. */
    public static String shown(List<String> words) {
        return words.stream()
                .map(word -> PLAIN.matcher(word).matches() ? word : Script.quote(word))
                .collect(Collectors.joining(" "));
    }

    /** As Python's {@code splitlines()}: a line end at the end of the text begins no further line. */
    public static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(LINE_END.split(text, -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return List.copyOf(lines);
    }
}
