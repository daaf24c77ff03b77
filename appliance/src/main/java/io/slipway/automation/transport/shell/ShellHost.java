package io.slipway.automation.transport.shell;

import java.io.IOException;

/** A place where commands can be started: an SSH connection, or this machine. */
public interface ShellHost extends AutoCloseable {

    /** The name by which messages call it. */
    String name();

    /** The user as whom commands start. */
    String user();

    /**
     * Starts a command line in the user's login shell.
     *
     * @throws SessionRefusedException when the host is there but starts no further command now
     * @throws IOException when the way to the host is broken
     */
    ShellProcess start(String commandLine) throws IOException;

    /** Whether commands can still be started; false once the way to the host broke. */
    boolean alive();

    /** Changes with whatever arrives from it, which tells a slow host from a dead one. */
    long heard();

    /** Ends the way to the host at once. */
    @Override
    void close();

    /** The host allows no further session ({@code MaxSessions}, a forced command, an administrator's policy). */
    final class SessionRefusedException extends IOException {
        public SessionRefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
