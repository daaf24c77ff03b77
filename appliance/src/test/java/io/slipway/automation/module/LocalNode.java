package io.slipway.automation.module;

import io.slipway.automation.transport.Payload;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.local.LocalProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A node that is this machine: scripts run under a shell of the test's choice. It counts exchanges and keeps the scripts. */
public final class LocalNode implements Node {

    private final List<String> shell;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    private final List<Script> scripts = new ArrayList<>();
    private int inputsNotRead;

    public LocalNode() {
        this("/bin/sh");
    }

    /** @param shell for instance {@code busybox sh} */
    public LocalNode(String... shell) {
        this.shell = List.of(shell);
    }

    /** Sets an environment variable for all scripts; {@code LC_ALL=C} is set already. */
    public LocalNode env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Commands in this folder are found before the machine's own. */
    public LocalNode commands(Path folder) {
        return env("PATH", folder + ":" + System.getenv("PATH"));
    }

    /** Puts a shell script in the way of a command; see {@link #commands}. */
    public static void fakeCommand(Path folder, String name, String body) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Files.writeString(file, "#!/bin/sh\n" + body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!file.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make executable: " + file);
        }
    }

    public LocalNode fact(String name, @Nullable Object value) {
        facts.put(name, value);
        return this;
    }

    /** The scripts that ran since the last {@link #forget()}. */
    public List<Script> scripts() {
        return List.copyOf(scripts);
    }

    public int exchanges() {
        return scripts.size();
    }

    /** How many scripts ended without reading all that was sent to them. */
    public int inputsNotRead() {
        return inputsNotRead;
    }

    public void forget() {
        scripts.clear();
    }

    @Override
    public String name() {
        return "testnode";
    }

    @Override
    public Reply run(Script script) {
        scripts.add(script);
        try {
            Path file = Files.createTempFile("script", ".sh");
            try {
                Files.writeString(file, script.whole());
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
                return run(file, script);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reply run(Path file, Script script) throws IOException, InterruptedException, ExecutionException {
        List<String> command = new ArrayList<>(shell);
        command.add(file.toString());
        ProcessBuilder builder = new ProcessBuilder(LocalProcess.ableToTrap(command));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        Process process = builder.start();
        FutureTask<byte[]> out = reading(process.getInputStream(), script.stdoutTo());
        FutureTask<byte[]> err = reading(process.getErrorStream(), null);
        feed(script.stdin(), process.getOutputStream());
        return new Reply(process.waitFor(), out.get(), err.get());
    }

    private static FutureTask<byte[]> reading(InputStream from, @Nullable OutputStream to) {
        FutureTask<byte[]> task = new FutureTask<>(() -> {
            if (to == null) {
                return from.readAllBytes();
            }
            from.transferTo(to);
            return new byte[0];
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    /** A script that does not read its input breaks the pipe; that is no error. */
    private void feed(Payload input, OutputStream to) {
        try (to) {
            switch (input) {
                case Payload.Bytes bytes -> to.write(bytes.content());
                case Payload.FileContent file -> {
                    try (InputStream in = file.open()) {
                        in.transferTo(to);
                    }
                }
            }
        } catch (IOException brokenPipe) {
            inputsNotRead++;
        }
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        return facts;
    }

    @Override
    public boolean local() {
        return false;
    }
}
