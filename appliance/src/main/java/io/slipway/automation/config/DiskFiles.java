package io.slipway.automation.config;

import io.slipway.automation.playbook.PlaybookException;
import io.slipway.automation.playbook.SourceFiles;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Playbook files as they lie on the disk. */
public final class DiskFiles implements SourceFiles {

    private final Vault vault;

    public DiskFiles() {
        this(Vault.LOCKED);
    }

    /** @param vault opens what is encrypted */
    public DiskFiles(Vault vault) {
        this.vault = vault;
    }

    @Override
    public Vault vault() {
        return vault;
    }

    @Override
    public boolean isFile(Path path) {
        return Files.isRegularFile(path);
    }

    @Override
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public List<Path> list(Path directory) {
        return entries(directory, Files::isRegularFile);
    }

    @Override
    public List<Path> folders(Path directory) {
        return entries(directory, Files::isDirectory);
    }

    private static List<Path> entries(Path directory, Predicate<Path> wanted) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new PlaybookException(
                    Problem.of("cannot list this folder")
                            .at(Position.in(directory.toString()))
                            .because(IoReason.of(e)),
                    e);
        }
    }

    @Override
    public String read(Path file) {
        try {
            return vault.read(file);
        } catch (TextFile.UnreadableException | VaultException e) {
            throw new PlaybookException(e.problem(), e);
        }
    }
}
