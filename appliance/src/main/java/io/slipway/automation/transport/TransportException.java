package io.slipway.automation.transport;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An exchange that got no answer. */
public final class TransportException extends ProblemException {

    private static final int TAIL = 400;

    public enum Kind {
        /** No connection could be made: refused, no route, wrong key, changed host key … Nothing ran. */
        UNREACHABLE,
        /** The connection broke while a script may have been running: what it did is unknown. */
        LOST,
        /** The script did not end in time; it was told to stop. */
        TIMED_OUT,
        /** This side could not go on with it, as with a full disk here; it was told to stop. The node is well. */
        GIVEN_UP,
        /** The node was reached but the other user could not be become. Nothing ran. */
        BECOME_FAILED
    }

    /** What a script had printed by the time that nobody listened any more. Only its author can tell what of it is for people. */
    public record SoFar(byte[] stdout, byte[] stderr) {}

    private final Kind kind;
    private final transient @Nullable SoFar soFar;
    private final String goesOn;

    public TransportException(Kind kind, Problem problem, @Nullable Throwable cause) {
        this(kind, problem, cause, null, "");
    }

    /** For a script that had begun. */
    public static TransportException midway(Kind kind, Problem problem, SoFar soFar) {
        return new TransportException(kind, problem, null, soFar, "");
    }

    private TransportException(
            Kind kind, Problem problem, @Nullable Throwable cause, @Nullable SoFar soFar, String goesOn) {
        super(problem, cause);
        this.kind = kind;
        this.soFar = soFar;
        this.goesOn = goesOn;
    }

    public Kind kind() {
        return kind;
    }

    /** Empty unless the script had begun. */
    public Optional<SoFar> soFar() {
        return Optional.ofNullable(soFar);
    }

    /** What goes on at the node although nobody follows it, such as {@code apt goes on at node1}; empty if nothing was meant to. */
    public String goesOn() {
        return goesOn;
    }

    /** The same, with the end of what the task itself had printed. */
    public TransportException saying(String stdout, String stderr) {
        Problem more = problem().because(problem().why() + tail("stdout", stdout) + tail("stderr", stderr));
        return new TransportException(kind, more, this, soFar, goesOn);
    }

    /** The same for a script that leaves its work to a program of its own session, so that breaking it off stops nothing. */
    public TransportException goingOn(String what, String advice) {
        return new TransportException(kind, problem().hint(what + advice), this, soFar, what);
    }

    private static String tail(String name, String printed) {
        String text = printed.strip();
        if (text.isEmpty()) {
            return "";
        }
        String shown = text.length() <= TAIL ? text : "…" + text.substring(text.length() - TAIL);
        return "; " + name + " so far: " + shown;
    }
}
