package io.slipway.automation.transport.shell;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.automation.transport.shell.Answer.NotStarted;
import io.slipway.common.Problem;
import java.util.List;
import java.util.Locale;

/** The words for a user who could not be become. Nothing ran then. */
final class Refusal {

    /** Said on the node where {@code doas} needs a terminal and none can be made. */
    static final String NO_TERMINAL = "slipway-no-terminal";

    private Refusal() {}

    private static Problem cannotBecome(ShellHost host, Become become) {
        return Problem.of("cannot become " + become.user() + " on " + host.name());
    }

    private static TransportException failure(Problem problem) {
        return new TransportException(Kind.BECOME_FAILED, problem, null);
    }

    static TransportException unsupported(ShellHost host, Become become, List<String> methods) {
        return failure(cannotBecome(host, become)
                .because("become_method '" + become.method() + "' is not supported")
                .hint("use one of " + String.join(", ", methods)));
    }

    static TransportException noUser(ShellHost host, Become become) {
        return failure(cannotBecome(host, become).because("'" + become.user() + "' is not a user's name"));
    }

    static TransportException noPassword(ShellHost host, Become become) {
        return failure(wantsPassword(cannotBecome(host, become), host.user(), become));
    }

    /** @param question another one than the first, or empty */
    static TransportException askedAgain(ShellHost host, Become become, String question) {
        Problem problem = cannotBecome(host, become);
        return failure(
                question.isEmpty()
                        ? wrongPassword(problem, become, "")
                        : problem.because(become.method() + " asks for more than the become password: " + question)
                                .hint("Slipway answers one question; let its PAM service on the node ask no more"));
    }

    static TransportException tooLate(ShellHost host, Become become, String said) {
        String sofar = said.isBlank() ? "" : ", saying: " + quoted(said);
        return failure(cannotBecome(host, become).because(become.method() + " did not start a shell in time" + sofar));
    }

    /** Why the loop did not start, from what was said on standard error before it ended. */
    static TransportException explain(ShellHost host, Become become, NotStarted dead) {
        Problem problem = cannotBecome(host, become);
        String text = dead.said().toLowerCase(Locale.ROOT);
        if (text.contains("unknown user") || text.contains("does not exist")) {
            return failure(problem.because("the node has no user '" + become.user() + "'"));
        }
        if (missing(text)) {
            return failure(problem.because("the node has no " + become.method())
                    .hint("install " + become.method() + " there, or log in as root"));
        }
        if (text.contains("account has expired") || text.contains("is locked")) {
            return failure(problem.because(quoted(dead.said())));
        }
        return failure(
                switch (become.method()) {
                    case "su" -> su(problem, host.user(), become, dead, text);
                    case "doas" -> doas(problem, host.user(), become, dead, text);
                    default -> sudo(problem, host.user(), become, dead, text);
                });
    }

    private static boolean missing(String said) {
        return said.lines()
                .anyMatch(line -> line.endsWith(": not found")
                        || line.endsWith(": command not found")
                        || line.startsWith("fish: unknown command"));
    }

    private static Problem sudo(Problem problem, String loginUser, Become become, NotStarted dead, String text) {
        if (text.contains("must have a tty")) {
            return problem.because(quoted(dead.said()))
                    .hint("sudoers has 'requiretty': switch it off with 'Defaults:" + loginUser + " !requiretty'");
        }
        if (text.contains("a password is required") || text.contains("a terminal is required to read the password")) {
            return wantsPassword(problem, loginUser, become);
        }
        if (text.contains("not in the sudoers")
                || text.contains("not allowed to")
                || text.contains("may not run sudo")) {
            return problem.because(quoted(dead.said()))
                    .hint("let " + loginUser + " run /bin/sh as " + become.user() + " in the node's sudoers");
        }
        return other(problem, become, dead);
    }

    private static Problem su(Problem problem, String loginUser, Become become, NotStarted dead, String text) {
        if (text.contains("not available") || text.contains("nologin")) {
            return problem.because(become.user() + " has a login shell that lets nobody in: " + quoted(dead.said()))
                    .hint("su starts that shell: use become_method: sudo, or as root become_flags: '-s /bin/sh'");
        }
        if (text.contains("change your password") || text.contains("token manipulation")) {
            return problem.because(
                    "the password of " + become.user() + " must be changed first: " + quoted(dead.said()));
        }
        if (text.contains("permission denied")) {
            return problem.because(quoted(dead.said()))
                    .hint("PAM on the node lets only some users use su, such as the group wheel: add " + loginUser);
        }
        return other(problem, become, dead);
    }

    private static Problem doas(Problem problem, String loginUser, Become become, NotStarted dead, String text) {
        if (text.contains(NO_TERMINAL)) {
            return problem.because(
                            "doas asks for a password on a terminal only, and the node has no 'script' to make one")
                    .hint("install util-linux there, or allow it in /etc/doas.conf with nopass");
        }
        if (text.contains("authentication required")) {
            return wantsPassword(problem, loginUser, become);
        }
        if (text.contains("not permitted")) {
            return problem.because(quoted(dead.said()))
                    .hint("/etc/doas.conf needs a rule such as: permit " + loginUser + " as " + become.user());
        }
        return other(problem, become, dead);
    }

    private static Problem other(Problem problem, Become become, NotStarted dead) {
        if (dead.asked()) {
            return wrongPassword(problem, become, dead.said());
        }
        return problem.because(
                dead.said().isBlank()
                        ? become.method() + " ended with " + dead.ending().words()
                        : quoted(dead.said()));
    }

    private static Problem wantsPassword(Problem problem, String loginUser, Become become) {
        String nobody = switch (become.method()) {
            case "su" -> "";
            case "doas" -> ", or allow " + loginUser + " in /etc/doas.conf with nopass";
            default -> ", or allow " + loginUser + " in sudoers with NOPASSWD";
        };
        return problem.because(become.method() + " wants a password, and none is given for " + whose(loginUser, become))
                .hint("give ansible_become_password or --ask-become-pass" + nobody);
    }

    private static Problem wrongPassword(Problem problem, Become become, String said) {
        String words = said.isBlank() ? "" : ": " + quoted(said);
        String whose = become.method().equals("su")
                ? "; su wants the password of " + become.user() + ", and a locked account has none"
                : "";
        return problem.because(become.method() + " does not accept the become password" + words)
                .hint("check ansible_become_password, or --ask-become-pass" + whose);
    }

    private static String whose(String loginUser, Become become) {
        return become.method().equals("su") ? become.user() : loginUser;
    }

    private static String quoted(String said) {
        return said.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
