package io.slipway.common.crypto;

import io.slipway.common.DurableFile;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory for secrets. */
final class PrivateDirectory {

    private PrivateDirectory() {}

    /** Makes it, for its owner alone; one that exists is left as it is. */
    static void create(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (absolute.getParent() != null) {
            Files.createDirectories(absolute.getParent());
        }
        try {
            Files.createDirectory(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(absolute)) {
                throw e;
            }
        }
    }

    /** Why a secret in it cannot be used. */
    static CryptoException unusable(String secret, Path file, IOException e) {
        return new CryptoException(
                Problem.of(secret + " '" + file + "' cannot be used")
                        .because(IoReason.of(e, file))
                        .hint(IoReason.hintForHome(e)),
                e);
    }

    /** Lays the public half of a secret beside it, for those who hand it out. */
    static void publish(Path file, String content) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(content)) {
            DurableFile.write(file, content.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
