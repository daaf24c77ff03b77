package io.slipway.automation.playbook;

import io.slipway.common.crypto.vault.Vault;
import java.nio.file.Path;
import java.util.List;

/** The files that playbooks are made of. The loader reads through this, so that it does no I/O itself. */
public interface SourceFiles {

    boolean isFile(Path path);

    boolean isDirectory(Path path);

    /** The regular files in a folder, sorted by name; not deeper. */
    List<Path> list(Path directory);

    /** The folders in a folder, sorted by name; not deeper. */
    default List<Path> folders(Path directory) {
        return List.of();
    }

    /**
     * The text of a file, decrypted if it is a vault.
     *
     * @throws PlaybookException when it cannot be read, is not UTF-8, or is too large
     */
    String read(Path file);

    /** What opens encrypted values within the files. */
    default Vault vault() {
        return Vault.LOCKED;
    }
}
