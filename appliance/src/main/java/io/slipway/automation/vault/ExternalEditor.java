package io.slipway.automation.vault;

import io.slipway.common.Problem;
import io.slipway.common.crypto.vault.VaultException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Opens a text in the user's editor. It lies in a file of its own in a folder that only the user can enter, in memory where the system
 * offers that, and is gone when this ends, in whatever way.
 */
public final class ExternalEditor implements VaultFiles.Editor {

    private final String command;
    private final Path workshop;

    /**
     * @param command as a shell takes it, without the file
     * @param workshop where the folder is made
     */
    public ExternalEditor(String command, Path workshop) {
        this.command = command;
        this.workshop = workshop;
    }

    /** {@code /dev/shm}, else the usual folder for temporary files. */
    public static Path usualWorkshop() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }

    @Override
    public byte[] edit(byte[] content, Path name) {
        try {
            Path folder = Files.createTempDirectory(workshop, "slipway-vault-", ownersOnly("rwx------"));
            Thread onExit = Thread.ofPlatform().unstarted(() -> removeQuietly(folder));
            Runtime.getRuntime().addShutdownHook(onExit);
            try {
                return edited(content, folder.resolve("vault" + extension(name)));
            } finally {
                remove(folder);
                Runtime.getRuntime().removeShutdownHook(onExit);
            }
        } catch (IOException e) {
            throw VaultFiles.failed("cannot edit this file", name, e);
        }
    }

    private static FileAttribute<?> ownersOnly(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    private static String extension(Path name) {
        String text = String.valueOf(name.getFileName());
        int dot = text.lastIndexOf('.');
        return dot > 0 ? text.substring(dot) : "";
    }

    private byte[] edited(byte[] content, Path file) throws IOException {
        Files.createFile(file, ownersOnly("rw-------"));
        Files.write(file, content);
        Process editor = new ProcessBuilder("/bin/sh", "-c", command + " \"$1\"", "editor", file.toString())
                .inheritIO()
                .start();
        int status = await(editor);
        if (status != 0) {
            throw new VaultException(Problem.of("the editor ended with code " + status + ", so nothing was saved")
                    .because("it was started as: " + command)
                    .hint("EDITOR says which one to use"));
        }
        return Files.readAllBytes(file);
    }

    private static int await(Process editor) throws IOException {
        try {
            return editor.waitFor();
        } catch (InterruptedException e) {
            editor.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** With the copies that the editor may have left beside it. */
    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Remains.destroy(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void removeQuietly(Path folder) {
        try {
            if (Files.exists(folder)) {
                remove(folder);
            }
        } catch (IOException e) {
            throw VaultFiles.failed("a decrypted file was left behind", folder, e);
        }
    }
}
