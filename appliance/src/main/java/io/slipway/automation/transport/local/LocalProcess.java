package io.slipway.automation.transport.local;

import io.slipway.automation.transport.shell.ShellProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A child of this process. */
public record LocalProcess(Process process) implements ShellProcess {

    /**
     * Starts a command as the leader of a session of its own, so that stopping it never reaches Slipway itself.
     *
     * @param environment what it has besides Slipway's own variables
     */
    public static LocalProcess start(List<String> command, Map<String, String> environment) throws IOException {
        List<String> leader = new ArrayList<>(List.of("setsid"));
        leader.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(ableToTrap(leader));
        builder.environment().putAll(environment);
        return new LocalProcess(builder.start());
    }

    /** The same command, and its shells can trap what Slipway was told to ignore when it was started. */
    public static List<String> ableToTrap(List<String> command) throws IOException {
        return IgnoredSignals.ofThisProcess().undoneFor(command);
    }

    @Override
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    @Override
    public InputStream stdout() {
        return process.getInputStream();
    }

    @Override
    public InputStream stderr() {
        return process.getErrorStream();
    }

    @Override
    public Optional<Ending> ending() {
        if (process.isAlive()) {
            return Optional.empty();
        }
        int code = process.exitValue();
        return Optional.of(new Ending(true, code > 128 ? "signal " + (code - 128) : "exit code " + code));
    }

    /** Closes standard input, which ends an idle loop; a busy one notices when its script ends. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
    }
}
