package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.shell.ShellHost;
import io.slipway.automation.transport.shell.ShellProcess;
import java.io.IOException;
import java.time.Duration;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionException;
import org.jspecify.annotations.Nullable;

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
                SshProcess process = new SshProcess(this, session, session.exec(commandLine));
                if (!deadline.met()) {
                    throw late(null);
                }
                return process;
            } catch (IOException e) {
                if (deadline.passed()) {
                    throw late(e);
                }
                if (e instanceof ConnectionException && alive()) {
                    throw new SessionRefusedException(String.valueOf(e.getMessage()), e);
                }
                throw e;
            }
        }
    }

    private IOException late(@Nullable Throwable cause) {
        return new IOException("no session was opened within " + patience.toSeconds() + " s", cause);
    }

    @Override
    public boolean alive() {
        return !pulse.silent() && client.getTransport().isRunning();
    }

    @Override
    public long heard() {
        return pulse.heard();
    }

    @Override
    public void close() {
        Clients.disconnect(client);
    }
}
