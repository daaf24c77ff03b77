package io.slipway.automation.transport.shell;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A command that runs on a node, seen through its three streams. */
public interface ShellProcess extends AutoCloseable {

    OutputStream stdin();

    InputStream stdout();

    InputStream stderr();

    /** How it ended, as soon as that is known; empty while it runs. Never blocks. */
    Optional<Ending> ending();

    /** Lets go of the streams without waiting for anything. What still runs on the node goes on running. */
    @Override
    void close();

    /**
     * @param orderly whether the command itself ended, so that all its output has arrived; false when the way to it broke
     * @param words such as {@code exit code 1} or {@code the connection was reset}
     */
    record Ending(boolean orderly, String words) {}
}
