package io.slipway.automation.transport.shell;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.automation.transport.shell.ShellProcess.Ending;
import io.slipway.common.Problem;
import io.slipway.common.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the loop is started as another user, and what it means when that fails. Nothing secret is in the command line: a password goes
 * through standard input, after sudo asked for it with a prompt that nobody else prints.
 */
final class Elevation {

    /** Root needs no sudo, and a minimal node may have none. {@code $1} is the user, {@code $2} the program, {@code $3} more flags. */
    private static final String AS_ROOT =
            "if command -v sudo >/dev/null 2>&1; then exec sudo -H -n $3 -u \"$1\" -- /bin/sh -c \"$2\"; fi;"
                    + " exec su -s /bin/sh -c \"$2\" \"$1\"";

    private Elevation() {}

    /**
     * The change of user that an exchange needs on a host: none when it is that user already. Root is never asked for a password.
     *
     * @throws TransportException for a method other than sudo
     */
    static Optional<Become> change(ShellHost host, @Nullable Become become) {
        if (become == null || become.user().equals(host.user())) {
            return Optional.empty();
        }
        if (!become.method().equals("sudo")) {
            throw failure(cannotBecome(host, become)
                    .because("become_method '" + become.method() + "' is not supported")
                    .hint("use become_method: sudo"));
        }
        boolean root = host.user().equals("root");
        return Optional.of(root ? new Become("sudo", become.user(), null, become.flags()) : become);
    }

    /**
     * The command line that starts a program of {@code sh} as the user of {@code become}.
     *
     * @param program contains no single quote
     * @param prompt with which a password is asked for
     */
    static String commandLine(String loginUser, Optional<Become> change, String program, String prompt) {
        if (change.isEmpty()) {
            return "exec /bin/sh -c '" + program + "'";
        }
        Become become = change.get();
        String user = ShellWords.quote(become.user());
        if (loginUser.equals("root")) {
            return String.join(
                    " ",
                    "exec /bin/sh -c",
                    ShellWords.quote(AS_ROOT),
                    "sh",
                    user,
                    "'" + program + "'",
                    ShellWords.quote(become.flags()));
        }
        List<String> words = new ArrayList<>(List.of("exec", "sudo", "-H"));
        words.addAll(become.password() == null ? List.of("-n") : List.of("-S", "-p", ShellWords.quote(prompt)));
        ShellWords.split(become.flags()).stream().map(ShellWords::quote).forEach(words::add);
        words.addAll(List.of("-u", user, "--", "/bin/sh", "-c", "'" + program + "'"));
        return String.join(" ", words);
    }

    static TransportException wrongPassword(ShellHost host, Become become) {
        return failure(cannotBecome(host, become)
                .because("sudo does not accept the become password")
                .hint("check ansible_become_password, or --ask-become-pass"));
    }

    static TransportException noAnswer(ShellHost host, Become become, String detail) {
        return failure(cannotBecome(host, become).because("sudo did not start a shell" + detail));
    }

    private static Problem cannotBecome(ShellHost host, Become become) {
        return Problem.of("cannot become " + become.user() + " on " + host.name());
    }

    private static TransportException failure(Problem problem) {
        return new TransportException(Kind.BECOME_FAILED, problem, null);
    }

    /**
     * Why the loop did not start.
     *
     * @param said what sudo (or the login shell) wrote on standard error
     */
    static TransportException explain(ShellHost host, Become become, Ending ending, String said) {
        return failure(reason(cannotBecome(host, become), host.user(), become.user(), ending, said));
    }

    private static Problem reason(Problem problem, String loginUser, String user, Ending ending, String said) {
        String text = said.toLowerCase(Locale.ROOT);
        if (text.contains("must have a tty")) {
            return problem.because(quoted(said))
                    .hint("sudoers has 'requiretty': switch it off with 'Defaults:" + loginUser + " !requiretty'");
        }
        if (text.contains("a password is required") || text.contains("a terminal is required to read the password")) {
            return problem.because("sudo wants a password, and none is given for " + loginUser)
                    .hint("give ansible_become_password or --ask-become-pass, or allow " + loginUser
                            + " in sudoers with NOPASSWD");
        }
        if (text.contains("not in the sudoers")
                || text.contains("not allowed to")
                || text.contains("may not run sudo")) {
            return problem.because(quoted(said))
                    .hint("let " + loginUser + " run /bin/sh as " + user + " in the node's sudoers");
        }
        if (text.contains("unknown user") || text.contains("does not exist")) {
            return problem.because("the node has no user '" + user + "'");
        }
        if (text.contains("sudo: not found") || text.contains("sudo: command not found")) {
            return problem.because("the node has no sudo").hint("install sudo there, or log in as root");
        }
        return problem.because(said.isBlank() ? "sudo ended with " + ending.words() : quoted(said));
    }

    private static String quoted(String said) {
        return said.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
