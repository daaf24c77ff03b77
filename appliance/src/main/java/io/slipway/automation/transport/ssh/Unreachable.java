package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.ssh.Link.HandshakeException;
import io.slipway.automation.transport.ssh.Way.Destination;
import io.slipway.common.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import net.schmizz.sshj.connection.channel.OpenFailException;

/** The words for a host that could not be reached. */
final class Unreachable {

    private Unreachable() {}

    static Problem explain(Way way, IOException failure) {
        Destination target = way.target();
        String where = way.route() instanceof Route.Command command
                ? "the ProxyCommand '" + command.line() + "'"
                : target.place();
        Problem problem = Problem.of("cannot connect to " + target.name());
        String message = innermost(failure);
        return switch (failure) {
            case UnknownHostException e ->
                problem.because("the name '" + target.address() + "' has no address")
                        .hint("check ansible_host, DNS and /etc/hosts");
            case SocketTimeoutException e -> silent(problem, target, where);
            case NoRouteToHostException e ->
                problem.because("no route to " + where).hint("check the address and the network");
            case PortUnreachableException e -> problem.because(where + " is unreachable");
            case ConnectException e
            when message.toLowerCase(Locale.ROOT).contains("refused") ->
                problem.because(where + " refuses connections").hint("is sshd running there, and is the port right?");
            case ConnectException e
            when message.toLowerCase(Locale.ROOT).contains("timed out") -> silent(problem, target, where);
            case ConnectException e -> problem.because(where + ": " + message);
            case HandshakeException e -> handshake(problem, way, where, e, message);
            default -> problem.because(where + ": " + message);
        };
    }

    private static Problem silent(Problem problem, Destination target, String where) {
        return problem.because("no answer from " + where + " within "
                        + target.connectTimeout().toSeconds() + " s")
                .hint("is the host up, and does no firewall drop the packets?");
    }

    private static Problem handshake(
            Problem problem, Way way, String where, HandshakeException failure, String message) {
        boolean program = way.route() instanceof Route.Command;
        boolean identified = failure.greeting.contains("SSH-");
        if (failure.getCause() instanceof OpenFailException refused && way.route() instanceof Route.Jump jump) {
            return behind(problem, jump.via().name(), where, refused);
        }
        if (failure.late) {
            String state =
                    identified ? "began to talk SSH but did not finish" : "took the connection but did not talk SSH";
            return problem.because(where + " " + state + " within "
                            + failure.limit.toSeconds() + " s" + said(failure, identified)
                            + failure.complaint)
                    .hint("is the host overloaded, or is something else listening there?");
        }
        if (!identified && failure.spoken) {
            return problem.because(where + " does not talk SSH" + said(failure, false))
                    .hint("is the port right?");
        }
        if (!identified && program) {
            return problem.because(where + " ended without talking SSH" + failure.complaint);
        }
        if (!identified) {
            return problem.because(where + " took the connection and closed it again: " + message + failure.complaint)
                    .hint(
                            "sshd does that when too many log in at once (MaxStartups), or when it does not want this address");
        }
        return problem.because(where + ": " + message + failure.complaint);
    }

    private static Problem behind(Problem problem, String jumpHost, String where, OpenFailException refused) {
        if (refused.getReason() == OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED) {
            return problem.because("the jump host " + jumpHost + " forwards no connection to " + where)
                    .hint("AllowTcpForwarding, DisableForwarding and PermitOpen of its sshd_config, and options in"
                            + " authorized_keys, say what it may");
        }
        return problem.because("the jump host " + jumpHost + " cannot reach " + where + ": " + refused.getMessage())
                .hint("is the host up, and is there a way from " + jumpHost + " to it?");
    }

    private static String said(HandshakeException failure, boolean identified) {
        return identified || failure.greeting.isEmpty() ? "" : "; it says: " + failure.greeting;
    }

    private static String innermost(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            deepest = cause;
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }
}
