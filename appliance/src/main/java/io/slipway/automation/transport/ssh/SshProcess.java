package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.shell.ShellProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import net.schmizz.sshj.connection.channel.direct.Session;

/** A command in a session channel. */
record SshProcess(SshHost host, Session session, Session.Command command) implements ShellProcess {

    @Override
    public OutputStream stdin() {
        return command.getOutputStream();
    }

    @Override
    public InputStream stdout() {
        return command.getInputStream();
    }

    @Override
    public InputStream stderr() {
        return command.getErrorStream();
    }

    @Override
    public Optional<Ending> ending() {
        Integer status = command.getExitStatus();
        if (status != null) {
            return Optional.of(new Ending(true, "exit code " + status));
        }
        if (command.getExitSignal() != null) {
            return Optional.of(new Ending(true, "signal " + command.getExitSignal()));
        }
        if (!host.alive()) {
            return Optional.of(
                    new Ending(false, host.pulse().silent() ? host.pulse().words() : "the connection broke"));
        }
        // A connection that is about to break closes its sessions first; sshd itself never leaves the exit code out.
        return session.isOpen() ? Optional.empty() : Optional.of(new Ending(false, "the session was closed"));
    }

    /**
     * sshj waits for the other side to confirm, which it may never do: nobody else waits for that. The streams are left alone, since
     * data that arrives for a closed stream makes sshj drop the whole connection.
     */
    @Override
    public void close() {
        Thread.ofVirtual().start(() -> {
            try {
                session.close();
            } catch (IOException e) {
                // The channel ended with its connection.
                return;
            }
        });
    }
}
