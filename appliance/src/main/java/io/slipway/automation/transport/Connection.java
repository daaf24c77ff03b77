package io.slipway.automation.transport;

/**
 * An open way to one host. Exchanges on one connection may come from several threads; whether they run at the same time or in turn is
 * the connection's affair.
 */
public interface Connection extends AutoCloseable {

    /**
     * Runs a script on the node and waits for its end. A script that fails is an answer, not an exception.
     *
     * @throws TransportException when the node cannot be reached, the connection is lost, the time is up, or becoming fails
     */
    Reply run(Exchange exchange);

    @Override
    void close();
}
