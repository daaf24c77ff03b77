package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A wanted file mode: octal, or symbolic as {@code chmod(1)} takes it ({@code u=rwX,g-w,o=}). Symbolic modes are read as Ansible reads
 * them: {@code X} and copies such as {@code g=u} look at the mode that the file had, not at one half changed.
 */
public final class Mode {

    private static final Pattern OCTAL = Pattern.compile("(0o?)?[0-7]{1,4}|0o?0*[0-7]{1,4}");
    private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)((?:[-+=][rwxXstugo]*)+)");
    private static final Pattern ACTION = Pattern.compile("([-+=])([rwxXstugo]*)");

    private final String text;

    private Mode(String text) {
        this.text = text;
    }

    /** @throws ModuleFailure when it is neither octal nor symbolic; empty text changes nothing, as in Ansible */
    public static Mode of(String text) {
        boolean symbolic = true;
        for (String clause : text.split(",", -1)) {
            symbolic &= CLAUSE.matcher(clause).matches();
        }
        if (!text.isEmpty() && !symbolic && !OCTAL.matcher(text).matches()) {
            throw new ModuleFailure(Problem.of("mode must be in octal or symbolic form")
                            .because("'" + text + "' is neither")
                            .hint("write mode: \"0644\" (quoted) or mode: u=rw,g=r,o=r"))
                    .with("details", "bad symbolic permission for mode: " + text);
        }
        return new Mode(text);
    }

    /** {@code 0644}; {@code 04755} with a set-id bit. */
    public static String text(int mode) {
        return String.format(Locale.ROOT, "0%03o", mode);
    }

    boolean isOctal() {
        return OCTAL.matcher(text).matches();
    }

    /**
     * The mode to be, for a file that has {@code previous}.
     *
     * @param umask hides bits from clauses that name nobody ({@code +x})
     */
    public int over(int previous, boolean directory, int umask) {
        if (isOctal()) {
            return Integer.parseInt(text.replace("o", ""), 8);
        }
        if (text.isEmpty()) {
            return previous;
        }
        int mode = previous;
        for (String clause : text.split(",", -1)) {
            Matcher parts = CLAUSE.matcher(clause);
            if (!parts.matches()) {
                throw new IllegalStateException(text);
            }
            String who = parts.group(1);
            boolean everybody = who.isEmpty() || who.contains("a");
            Matcher action = ACTION.matcher(parts.group(2));
            while (action.find()) {
                for (Who user : Who.values()) {
                    if (everybody || who.indexOf(user.letter) >= 0) {
                        int bits = bits(action.group(2), user, previous, directory, who.isEmpty() ? ~umask : ~0);
                        mode = apply(action.group(1), mode, bits, user);
                    }
                }
            }
        }
        return mode;
    }

    private static int apply(String operator, int mode, int bits, Who user) {
        return switch (operator) {
            case "=" -> (mode & ~((07 << user.shift) | user.special)) | bits;
            case "+" -> mode | bits;
            default -> mode & ~bits;
        };
    }

    private static int bits(String letters, Who user, int previous, boolean directory, int allowed) {
        int bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            bits |= switch (letters.charAt(i)) {
                case 'r' -> (04 << user.shift) & allowed;
                case 'w' -> (02 << user.shift) & allowed;
                case 'x' -> (01 << user.shift) & allowed;
                case 'X' -> directory || (previous & 0111) != 0 ? 01 << user.shift : 0;
                case 's' -> user == Who.OTHER ? 0 : user.special;
                case 't' -> user == Who.OTHER ? user.special : 0;
                case 'u' -> ((previous >> 6) & 07) << user.shift;
                case 'g' -> ((previous >> 3) & 07) << user.shift;
                default -> (previous & 07) << user.shift;
            };
        }
        return bits;
    }

    private enum Who {
        USER('u', 6, 04000),
        GROUP('g', 3, 02000),
        OTHER('o', 0, 01000);

        private final char letter;
        private final int shift;
        private final int special;

        Who(char letter, int shift, int special) {
            this.letter = letter;
            this.shift = shift;
            this.special = special;
        }
    }

    /** As written. */
    @Override
    public String toString() {
        return text;
    }
}
