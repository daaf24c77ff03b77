package io.slipway.automation.transport.shell;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.shell.Conversation.Question;
import io.slipway.common.ShellWords;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the loop is started as another user. Nothing secret is in the command line: a password goes through standard input, when it is
 * asked for.
 *
 * <ul>
 *   <li>{@code sudo} asks with a prompt that nobody else prints.
 *   <li>{@code su} asks as its PAM modules like, in the language of the node, on standard error; a mark says from where on that is to
 *       be expected. It starts the login shell of the other user, as in Ansible.
 *   <li>{@code doas} asks on a terminal only. It gets one from {@code script}, for the question alone: the loop itself has the pipes
 *       again, and no terminal, so that nothing of a task ever waits for keys.
 * </ul>
 */
final class Elevation {

    private static final List<String> METHODS = List.of("sudo", "su", "doas");

    /** Root needs no sudo, and a minimal node may have none. {@code $1} is sudo, {@code $2} all of it, {@code $3} and {@code $4} for su. */
    private static final String SUDO_AS_ROOT =
            "if command -v \"$1\" >/dev/null 2>&1; then eval \"exec $2\"; fi;" + " exec su -s /bin/sh -c \"$4\" \"$3\"";

    private static final String ANNOUNCED = "echo \"$1\" >&2; shift; exec \"$@\"";

    /**
     * {@code $1} is the mark, {@code $2} tries whether it asks at all, {@code $3} is for then. What is left of the pipe takes the one
     * line of the password, so that the loop has standard input for itself after that. It waits for ever if nobody is asked after all.
     */
    private static final String ON_A_TERMINAL = String.join(
            " ",
            "if eval \"$2\" </dev/null >/dev/null 2>&1; then eval \"exec $3\"; fi;",
            "if ! command -v script >/dev/null 2>&1; then echo " + Refusal.NO_TERMINAL + " >&2; exit 1; fi;",
            "echo \"$1\" >&2;",
            "exec 3<&0 4>&1 5>&2;",
            "{ IFS= read -r slipway_line; printf \"%s\\n\" \"$slipway_line\"; } |",
            "{ SHELL=/bin/sh script -q -c \"exec $3 <&3 >&4 2>&5 3<&- 4>&- 5>&-\" /dev/null >&2; kill -KILL 0; }");

    /** Leaves the terminal. The shell around it makes sure that this is not the leader of its group, and need not fork. */
    private static final String WITHOUT_TERMINAL = "setsid /bin/sh -c \"$1\"; exit $?";

    private Elevation() {}

    /**
     * The change of user that an exchange needs on a host: none when it is that user already. Root is never asked for a password.
     *
     * @throws TransportException for a method that is not known, or a name that is none
     */
    static Optional<Become> change(ShellHost host, @Nullable Become become) {
        if (become == null || become.user().equals(host.user())) {
            return Optional.empty();
        }
        if (!METHODS.contains(become.method())) {
            throw Refusal.unsupported(host, become, METHODS);
        }
        if (become.user().startsWith("-")) {
            throw Refusal.noUser(host, become);
        }
        return Optional.of(host.user().equals("root") ? become.withoutPassword() : become);
    }

    /** How a password may be asked for before the loop begins; empty when it never is. */
    static Optional<Question> question(Become become) {
        return switch (become.method()) {
            case "su" -> Optional.of(Question.AFTER_MARK);
            case "doas" -> become.password() == null ? Optional.empty() : Optional.of(Question.AFTER_MARK);
            default -> become.password() == null ? Optional.empty() : Optional.of(Question.MARK);
        };
    }

    /**
     * The command line that starts a program of {@code sh} as the user of {@code become}.
     *
     * @param program contains no single quote
     * @param mark with which a password is asked for, or that is printed before it may be
     */
    static String commandLine(String loginUser, Optional<Become> change, String program, String mark) {
        if (change.isEmpty()) {
            return "exec /bin/sh -c '" + program + "'";
        }
        Become become = change.get();
        return switch (become.method()) {
            case "su" -> su(become, program, mark);
            case "doas" -> doas(become, program, mark);
            default -> sudo(loginUser, become, program, mark);
        };
    }

    private static String sudo(String loginUser, Become become, String program, String prompt) {
        List<String> asking = become.password() == null ? List.of("-n") : List.of("-S", "-p", prompt);
        List<String> flags = ShellWords.split(become.flags()).stream()
                .filter(flag -> !flag.equals("-n") && !flag.equals("--non-interactive"))
                .toList();
        String line = quoted(List.of(
                executable(become),
                List.of("-H"),
                asking,
                flags,
                List.of("-u", become.user(), "--", "/bin/sh", "-c", program)));
        return loginUser.equals("root")
                ? shell(SUDO_AS_ROOT, executable(become).getFirst(), line, become.user(), program)
                : "exec " + line;
    }

    private static String su(Become become, String program, String mark) {
        return "exec "
                + quoted(List.of(
                        List.of("/bin/sh", "-c", ANNOUNCED, "sh", mark),
                        executable(become),
                        ShellWords.split(become.flags()),
                        List.of(become.user(), "-c", "exec /bin/sh -c '" + program + "'")));
    }

    private static String doas(Become become, String program, String mark) {
        List<String> flags = ShellWords.split(become.flags());
        List<String> whom = List.of("-u", become.user(), "--", "/bin/sh", "-c");
        List<String> never = List.of("-n");
        if (become.password() == null) {
            return "exec " + quoted(List.of(executable(become), never, flags, whom, List.of(program)));
        }
        return shell(
                ON_A_TERMINAL,
                mark,
                quoted(List.of(executable(become), never, flags, whom, List.of(":"))),
                quoted(List.of(executable(become), flags, whom, List.of(WITHOUT_TERMINAL, "sh", program))));
    }

    private static List<String> executable(Become become) {
        List<String> words = ShellWords.split(become.executable());
        return words.isEmpty() ? List.of(become.method()) : words;
    }

    private static String shell(String script, String... arguments) {
        return "exec /bin/sh -c " + quoted(List.of(List.of(script, "sh"), List.of(arguments)));
    }

    private static String quoted(List<List<String>> words) {
        return words.stream().flatMap(List::stream).map(Elevation::word).collect(Collectors.joining(" "));
    }

    private static String word(String text) {
        return text.matches("[a-zA-Z0-9_/.-]+") ? text : ShellWords.quote(text);
    }
}
