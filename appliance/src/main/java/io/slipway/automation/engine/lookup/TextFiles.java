package io.slipway.automation.engine.lookup;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.crypto.vault.VaultException;
import io.slipway.common.template.TemplateException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text of files on this side. */
final class TextFiles {

    private TextFiles() {}

    /** The text of a file that is looked for where a task looks for files. */
    static String found(String name, String encoding, Surroundings around) {
        return read(path("files", name, around), charset(encoding));
    }

    /** The same of a file that may be encrypted. */
    static String opened(String name, String encoding, Surroundings around) {
        Path file = path("files", name, around);
        try {
            return new String(around.vault().bytes(file), charset(encoding));
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (VaultException e) {
            throw new TemplateException(e.problem(), e);
        }
    }

    static Path path(String kind, String name, Surroundings around) {
        return around.file(kind, name)
                .orElseThrow(() -> new TemplateException(Problem.of("could not locate file in lookup: " + name)
                        .because("looked at "
                                + String.join(
                                        ", ",
                                        around.candidates(kind, name).stream()
                                                .map(Path::toString)
                                                .toList()))));
    }

    static String read(Path file, Charset charset) {
        try {
            return Files.readString(file, charset);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static TemplateException unreadable(Path file, IOException e) {
        return new TemplateException(Problem.of("cannot read " + file).because(IoReason.of(e)), e);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new TemplateException(Problem.of("unknown encoding: " + name), e);
        }
    }
}
