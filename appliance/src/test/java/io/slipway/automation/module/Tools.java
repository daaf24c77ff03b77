package io.slipway.automation.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Stand-ins for the programs that change a system. Each writes its words to a log and does what the test says, so that module
 * scripts run for real and touch nothing.
 */
public final class Tools {

    private final Path folder;
    private final Path log;

    public Tools(Path folder) {
        this.folder = folder.resolve("bin");
        this.log = folder.resolve("log");
    }

    /** A program that logs its call, as {@code name [word] [word]}, and then runs a line of shell. */
    public Tools have(String name, String body) {
        LocalNode.fakeCommand(
                folder,
                name,
                "{ printf '%s' '" + name + "'; for w; do printf ' [%s]' \"$w\"; done; echo; } >>'" + log + "'\n" + body
                        + "\n");
        return this;
    }

    /** A program whose calls nobody counts. */
    public Tools quietly(String name, String body) {
        LocalNode.fakeCommand(folder, name, body + "\n");
        return this;
    }

    /** What a program prints, whatever it is asked. */
    public Tools prints(String name, String text) {
        return quietly(name, "cat <<'END'\n" + text + "\nEND");
    }

    public LocalNode node() {
        return new LocalNode().commands(folder);
    }

    /** The calls that changed something, in order. */
    public List<String> log() {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
