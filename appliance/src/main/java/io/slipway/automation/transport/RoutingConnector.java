package io.slipway.automation.transport;

/** Sends each target to the connector that knows its kind. */
public final class RoutingConnector implements Connector {

    private final Connector ssh;
    private final Connector local;

    public RoutingConnector(Connector ssh, Connector local) {
        this.ssh = ssh;
        this.local = local;
    }

    @Override
    public Connection connect(Target target) {
        return connectorOf(target).connect(target);
    }

    @Override
    public void forget(Target target) {
        connectorOf(target).forget(target);
    }

    private Connector connectorOf(Target target) {
        return switch (target) {
            case Target.Ssh host -> ssh;
            case Target.Local here -> local;
        };
    }

    @Override
    public void close() {
        try {
            ssh.close();
        } finally {
            local.close();
        }
    }
}
