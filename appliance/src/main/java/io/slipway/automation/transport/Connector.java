package io.slipway.automation.transport;

/** Opens connections, and keeps one per target for the length of a run. Closing it closes them all. */
public interface Connector extends AutoCloseable {

    /**
     * The connection to a target: the open one, or a new one.
     *
     * @throws TransportException of kind {@link TransportException.Kind#UNREACHABLE}
     */
    Connection connect(Target target);

    /** Closes the connection to a target, so that the next use makes a fresh one ({@code meta: reset_connection}). */
    void forget(Target target);

    @Override
    void close();
}
