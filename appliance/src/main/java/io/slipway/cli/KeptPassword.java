package io.slipway.cli;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A password that is not typed: in a file, printed by a program, or on standard input; in Ansible's words. */
final class KeptPassword {

    private static final int MAX_BYTES = 1 << 16;
    private static final String STANDARD_INPUT = "-";

    private KeptPassword() {}

    /**
     * @param source a file's name, or {@code -}
     * @param input what {@code -} stands for
     */
    static Secret read(String source, InputStream input) {
        Path file = Path.of(source).toAbsolutePath();
        try {
            if (source.equals(STANDARD_INPUT)) {
                return password(input, source);
            }
            if (!Files.exists(file)) {
                throw refused("The password file " + source + " was not found", "");
            }
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return printed(file, source);
            }
            try (InputStream content = Files.newInputStream(file)) {
                return password(content, source);
            }
        } catch (IOException e) {
            throw refused("Could not read password file " + source, IoReason.of(e));
        }
    }

    /** Only what is a program is run: a shell would say in public which of the words of a password it does not know. */
    private static Secret printed(Path file, String source) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
            if (!start.startsWith("#!") && !start.equals("\u007fELF")) {
                throw refused(
                        "Problem occured when trying to run the password script " + source
                                + ". If this is not a script, remove the executable bit from the file.",
                        "it does not begin with #!");
            }
        }
        Process process = new ProcessBuilder(file.toString())
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream out = process.getInputStream()) {
            byte[] printed = out.readNBytes(MAX_BYTES);
            int status = process.waitFor();
            if (status != 0) {
                throw refused("The password script " + source + " returned an error (rc=" + status + ")", "");
            }
            return password(new ByteArrayInputStream(printed), source);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Secret password(InputStream content, String source) throws IOException {
        byte[] bytes = content.readNBytes(MAX_BYTES);
        if (bytes.length == MAX_BYTES) {
            throw refused("Could not read password file " + source, "it is far too large to be a password");
        }
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw refused("Empty password was provided from file (" + source + ")", "");
        }
        return new Secret(text);
    }

    private static CommandException refused(String what, String why) {
        return new CommandException(Problem.of(what).because(why));
    }
}
