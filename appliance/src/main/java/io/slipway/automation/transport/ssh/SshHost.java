package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.shell.ShellHost;
import io.slipway.automation.transport.shell.ShellProcess;
import java.io.IOException;
import java.time.Duration;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionException;

/**
 * An authenticated SSH connection.
 *
 * @param patience how long the host may take to start a command
 * @param pulse whether it is still there
 */
record SshHost(String name, String user, SSHClient client, Duration patience, Pulse pulse) implements ShellHost {

    @Override
    public ShellProcess start(String commandLine) throws IOException {
        try (Deadline deadline = Deadline.after(patience, this::close)) {
            try {
                // SSHClient.startSession() throws an unchecked exception on a connection that just broke.
                Sessions.Session session = new Sessions.Session(client.getConnection());
                session.open();
                return new SshProcess(this, session, session.exec(commandLine));
            } catch (ConnectionException e) {
                if (deadline.passed()) {
                    throw new IOException("no session was opened within " + patience.toSeconds() + " s", e);
                }
                if (alive()) {
                    throw new SessionRefusedException(String.valueOf(e.getMessage()), e);
                }
                throw e;
            }
        }
    }

    @Override
    public boolean alive() {
        return !pulse.silent() && client.getTransport().isRunning();
    }

    @Override
    public void close() {
        Clients.disconnect(client);
    }
}
