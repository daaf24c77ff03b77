package io.slipway.automation.transport.shell;

import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException.SoFar;
import io.slipway.automation.transport.shell.ShellProcess.Ending;
import org.jspecify.annotations.Nullable;

/** What came of an exchange with a shell. */
sealed interface Answer {

    record Answered(Reply reply) implements Answer {}

    /**
     * The shell ended before the script began.
     *
     * @param said what stood on its standard error
     * @param asked whether a password was asked for before, and given
     */
    record NotStarted(Ending ending, String said, boolean asked) implements Answer {}

    /** The shell ended, or the way to it broke, after the script began. */
    record Died(Ending ending, byte[] stdout, byte[] stderr) implements Answer {}

    /**
     * The script runs on, but nobody waits for it any more.
     *
     * @param soFar what it had printed; {@code null} unless it had begun
     */
    record Abandoned(Reason reason, String detail, @Nullable SoFar soFar) implements Answer {}

    enum Reason {
        /** The time is up. */
        TIMEOUT,
        /** The connection is being closed, or the waiting thread was interrupted. */
        CANCELLED,
        /** More output than this side keeps in memory. */
        TOO_MUCH_OUTPUT,
        /** What reads the output on this side failed. */
        SINK_FAILED,
        /** The payload could not be read on this side. */
        PAYLOAD_FAILED,
        /** A password is asked for, and there is none. The question is the detail. */
        NO_PASSWORD,
        /** A password was given, and something is asked again: the same, or what is in the detail. */
        ASKED_AGAIN
    }
}
