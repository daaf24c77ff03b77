package io.slipway.automation.transport.local;

import io.slipway.automation.transport.shell.ShellProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A child of this process. */
public record LocalProcess(Process process) implements ShellProcess {

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
