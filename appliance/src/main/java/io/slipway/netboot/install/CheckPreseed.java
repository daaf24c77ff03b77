package io.slipway.netboot.install;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of debconf-set-selections: each line is an owner, a question, a type and a value, with one blank before the value.
 *
 * @see <a href="https://www.debian.org/releases/bookworm/amd64/apbs03">creating a preconfiguration file</a>
 */
final class CheckPreseed {

    private static final Set<String> TYPES =
            Set.of("string", "boolean", "select", "multiselect", "note", "text", "title", "password", "error", "seen");
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]*");
    private static final Pattern QUESTION = Pattern.compile("[A-Za-z0-9_.+-]+(?:/[A-Za-z0-9_.+-]+)+");

    /** Questions that a preseed over the network answers too late, or that would leave a question open at the console. */
    private static final Map<String, String> DEMANDED = new LinkedHashMap<>();

    static {
        DEMANDED.put("mirror/http/hostname", "the installer would ask which mirror to use");
        DEMANDED.put("partman/confirm", "the installer would ask whether to write to the disk");
        DEMANDED.put("passwd/root-login", "the installer would ask for a password");
    }

    private CheckPreseed() {}

    static List<Problem> of(String source, String text) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Integer> seen = new LinkedHashMap<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int first = i;
            StringBuilder whole = new StringBuilder(lines[i]);
            while (whole.length() > 0 && whole.charAt(whole.length() - 1) == '\\' && i + 1 < lines.length) {
                whole.setLength(whole.length() - 1);
                whole.append(lines[++i].stripLeading());
            }
            String line = whole.toString().strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                line(line, new Position(source, first + 1, 1), seen, problems);
            }
        }
        DEMANDED.forEach((question, why) -> {
            if (!seen.containsKey(question)) {
                problems.add(Problem.of("'" + question + "' is not answered")
                        .at(Position.in(source))
                        .because(why));
            }
        });
        return problems;
    }

    private static void line(String line, Position at, Map<String, Integer> seen, List<Problem> problems) {
        String[] words = line.split("[ \t]+", 4);
        if (words.length < 3
                || !OWNER.matcher(words[0]).matches()
                || !QUESTION.matcher(words[1]).matches()) {
            problems.add(Problem.of("this line is not an owner, a question, a type and a value")
                    .at(at)
                    .hint("as in: d-i time/zone string Etc/UTC"));
            return;
        }
        if (!TYPES.contains(words[2])) {
            problems.add(Problem.of("a question has no type '" + words[2] + "'")
                    .at(at)
                    .hint(NearMiss.hint(words[2], TYPES)));
        }
        String value = words.length > 3 ? words[3] : "";
        if (words[2].equals("boolean") && !value.equals("true") && !value.equals("false")) {
            problems.add(Problem.of("'" + words[1] + "' must be true or false").at(at));
        }
        Integer before = seen.putIfAbsent(words[1], at.line());
        if (before != null) {
            problems.add(Problem.of("'" + words[1] + "' is answered twice")
                    .at(at)
                    .because("line " + before + " did so already"));
        }
    }
}
