package io.slipway.automation.transport.shell;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.automation.transport.TransportException.SoFar;
import io.slipway.automation.transport.shell.Answer.Abandoned;
import io.slipway.automation.transport.shell.Answer.Died;
import io.slipway.automation.transport.shell.Answer.NotStarted;
import io.slipway.automation.transport.shell.ShellHost.SessionRefusedException;
import io.slipway.common.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The words for exchanges that got no answer. */
final class Failures {

    private Failures() {}

    static TransportException notStarted(ShellHost host, Optional<Become> whom, NotStarted dead) {
        if (!dead.ending().orderly()) {
            return new TransportException(
                    Kind.LOST,
                    Problem.of("lost the connection to " + host.name() + " as a script was sent")
                            .because(dead.ending().words())
                            .hint("whether the script ran is unknown"),
                    null);
        }
        if (whom.isPresent()) {
            return Refusal.explain(host, whom.get(), dead);
        }
        String said = dead.said().isBlank() ? "" : ", saying: " + dead.said().strip();
        return new TransportException(
                Kind.UNREACHABLE,
                Problem.of("no shell could be started on " + host.name() + " for user " + host.user())
                        .because("the login shell ended with " + dead.ending().words() + said)
                        .hint(
                                "Slipway needs /bin/sh, dd and cat there, and no ForceCommand or command= in place of the shell"),
                null);
    }

    static TransportException died(ShellHost host, Died died) {
        String what = died.ending().orderly()
                ? "the shell on " + host.name() + " ended in the middle of a script"
                : "lost the connection to " + host.name() + " in the middle of a script";
        return TransportException.midway(
                Kind.LOST,
                Problem.of(what)
                        .because(died.ending().words())
                        .hint("what the task did on the host, and whether it still runs, is unknown"),
                new SoFar(died.stdout(), died.stderr()));
    }

    static TransportException abandoned(ShellHost host, Exchange exchange, Abandoned left, boolean stopped) {
        String state = stopped ? "it was stopped on the node" : "it may still be running on the node";
        String on = " on " + host.name();
        return switch (left.reason()) {
            case TIMEOUT ->
                midway(
                        left,
                        Kind.TIMED_OUT,
                        Problem.of("the script" + on + " did not end within " + seconds(exchange.timeout()))
                                .hint(state));
            case CANCELLED ->
                midway(
                        left,
                        Kind.LOST,
                        Problem.of("the script" + on + " was cancelled").hint("what it had done by then is unknown"));
            case TOO_MUCH_OUTPUT -> givenUp("the script" + on + " printed too much", left.detail(), state);
            case SINK_FAILED ->
                givenUp("the output of the script" + on + " could not be written", left.detail(), state);
            case PAYLOAD_FAILED -> givenUp("the input of the script" + on + " could not be sent", left.detail(), state);
            case NO_PASSWORD, ASKED_AGAIN -> lost("a script" + on + " was never started", "a password is wanted", "");
        };
    }

    /** A password was to be given, and no shell came of it. */
    static TransportException login(ShellHost host, Become become, Answer failed) {
        return switch (failed) {
            case NotStarted dead -> notStarted(host, Optional.of(become), dead);
            case Abandoned left ->
                switch (left.reason()) {
                    case CANCELLED -> closed(host);
                    case NO_PASSWORD -> Refusal.noPassword(host, become);
                    case ASKED_AGAIN -> Refusal.askedAgain(host, become, left.detail());
                    default -> Refusal.tooLate(host, become, left.detail());
                };
            default -> Refusal.tooLate(host, become, "");
        };
    }

    static TransportException refused(ShellHost host, SessionRefusedException refused) {
        return new TransportException(
                Kind.UNREACHABLE,
                Problem.of(host.name() + " lets " + host.user() + " log in, but starts no session")
                        .because(String.valueOf(refused.getMessage()))
                        .hint("look at MaxSessions in its sshd_config, and at its log"),
                refused);
    }

    static TransportException noSession(ShellHost host, IOException broken) {
        return new TransportException(
                Kind.UNREACHABLE,
                Problem.of("lost the connection to " + host.name())
                        .because(String.valueOf(broken.getMessage()))
                        .hint("nothing was running on it"),
                broken);
    }

    static TransportException closed(ShellHost host) {
        return lost("the connection to " + host.name() + " was closed", "", "nothing was running on it");
    }

    private static TransportException midway(Abandoned left, Kind kind, Problem problem) {
        return left.soFar() == null
                ? new TransportException(kind, problem, null)
                : TransportException.midway(kind, problem, left.soFar());
    }

    private static TransportException lost(String what, String why, String hint) {
        return new TransportException(Kind.LOST, Problem.of(what).because(why).hint(hint), null);
    }

    private static TransportException givenUp(String what, String why, String hint) {
        return new TransportException(
                Kind.GIVEN_UP, Problem.of(what).because(why).hint(hint), null);
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
