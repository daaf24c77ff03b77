package io.slipway.mirror.apt.control;

import io.slipway.common.DebianVersion;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads relationship fields (policy section 7.1): {@code a (>= 1) | b, c:any [amd64 !i386] <!nocheck>}.
 *
 * <p>Alternatives that an architecture restriction rules out are left out; a group that loses all of them is left out as well.
 * Build profiles are taken as "no profile active".
 */
public final class Relations {

    private static final String SPECIAL = " \t\n\r,|()[]<>:!";

    private final String text;
    private final String architecture;
    private final Position where;
    private int at;

    private Relations(String text, String architecture, Position where) {
        this.text = text;
        this.architecture = architecture;
        this.where = where;
    }

    /**
     * @param architecture the one that restrictions are judged for
     * @param where the stanza that holds the field
     * @return groups that must all hold; in each, one of its alternatives
     */
    public static List<List<Relation>> parse(String text, String architecture, Position where) {
        return new Relations(text, architecture, where).groups();
    }

    private List<List<Relation>> groups() {
        List<List<Relation>> groups = new ArrayList<>();
        skipBlanks();
        while (at < text.length()) {
            if (!take(',')) {
                List<Relation> group = group();
                if (!group.isEmpty()) {
                    groups.add(group);
                }
                if (at < text.length() && peek() != ',') {
                    throw malformed("a comma is missing");
                }
            }
            skipBlanks();
        }
        return groups;
    }

    private List<Relation> group() {
        List<Relation> alternatives = new ArrayList<>();
        do {
            Relation relation = relation();
            if (relation != null) {
                alternatives.add(relation);
            }
        } while (take('|'));
        return alternatives;
    }

    /** One alternative; null when it does not apply here. */
    private @Nullable Relation relation() {
        String name = word("a package name");
        String qualifier = at < text.length() && peek() == ':' && take(':') ? word("an architecture") : "";
        Relation.Constraint constraint = take('(') ? constraint() : null;
        boolean applies = true;
        if (take('[')) {
            applies = architectures();
        }
        while (take('<')) {
            applies &= profiles();
        }
        return applies ? new Relation(name, qualifier, constraint) : null;
    }

    private Relation.Constraint constraint() {
        int start = at;
        while (at < text.length() && "<>=".indexOf(peek()) >= 0) {
            at++;
        }
        Relation.Operator operator = switch (text.substring(start, at)) {
            case "<<" -> Relation.Operator.EARLIER;
            case "<=", "<" -> Relation.Operator.EARLIER_OR_EQUAL;
            case "=" -> Relation.Operator.EQUAL;
            case ">=", ">" -> Relation.Operator.LATER_OR_EQUAL;
            case ">>" -> Relation.Operator.LATER;
            default -> throw malformed("a version starts with <<, <=, =, >= or >>");
        };
        skipBlanks();
        int from = at;
        while (at < text.length() && " \t\n\r)".indexOf(peek()) < 0) {
            at++;
        }
        String written = text.substring(from, at);
        DebianVersion version =
                DebianVersion.parse(written).orElseThrow(() -> malformed("'" + written + "' is not a version"));
        if (!take(')')) {
            throw malformed("a ')' is missing");
        }
        return new Relation.Constraint(operator, version);
    }

    private boolean architectures() {
        boolean listed = false;
        boolean negative = false;
        while (!take(']')) {
            negative = take('!');
            String name = word("an architecture");
            listed |= name.equals(architecture) || name.equals("any") || name.equals("linux-any");
        }
        return negative != listed;
    }

    /** A restriction list such as {@code <!nocheck stage1>}: with no profile active, only negated terms hold. */
    private boolean profiles() {
        boolean holds = true;
        while (!take('>')) {
            holds &= take('!');
            word("a build profile");
        }
        return holds;
    }

    private String word(String what) {
        skipBlanks();
        int start = at;
        while (at < text.length() && SPECIAL.indexOf(peek()) < 0) {
            at++;
        }
        if (at == start) {
            throw malformed(what + " is missing");
        }
        return text.substring(start, at);
    }

    private boolean take(char wanted) {
        skipBlanks();
        if (at < text.length() && peek() == wanted) {
            at++;
            skipBlanks();
            return true;
        }
        return false;
    }

    private char peek() {
        return text.charAt(at);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(peek())) {
            at++;
        }
    }

    private ControlException malformed(String why) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        return new ControlException(
                Problem.of("this is not a list of package relations: '" + shown.replaceAll("\\s+", " ") + "'")
                        .at(where)
                        .because(why + " at character " + (at + 1)));
    }
}
