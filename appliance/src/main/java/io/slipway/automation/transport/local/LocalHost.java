package io.slipway.automation.transport.local;

import io.slipway.automation.transport.shell.ShellHost;
import io.slipway.automation.transport.shell.ShellProcess;
import java.io.IOException;

/** This machine. Every command is the leader of a session of its own, so that stopping it never reaches Slipway itself. */
record LocalHost(String name, String user) implements ShellHost {

    @Override
    public ShellProcess start(String commandLine) throws IOException {
        return new LocalProcess(new ProcessBuilder("setsid", "/bin/sh", "-c", commandLine).start());
    }

    @Override
    public boolean alive() {
        return true;
    }

    @Override
    public void close() {}
}
