package io.slipway.automation.transport.local;

import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Connector;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.shell.ShellConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Connects to this machine, with the same shells and the same rules as over SSH. */
public final class LocalConnector implements Connector {

    private final String user;
    private final RandomGenerator random;
    private final Map<Target, ShellConnection> connections = new ConcurrentHashMap<>();

    /**
     * @param user as whom this process runs
     * @param random unpredictable, for the marks between scripts
     */
    public LocalConnector(String user, RandomGenerator random) {
        this.user = user;
        this.random = random;
    }

    @Override
    public Connection connect(Target target) {
        return connections.computeIfAbsent(
                target, wanted -> new ShellConnection(new LocalHost(wanted.name(), user), random));
    }

    @Override
    public void forget(Target target) {
        ShellConnection connection = connections.remove(target);
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void close() {
        connections.keySet().forEach(this::forget);
    }
}
