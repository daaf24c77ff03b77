package io.slipway.automation.vault;

import io.slipway.common.DurableFile;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Encrypts files in place, and back. A file is replaced whole or not at all; links are followed. */
public final class VaultFiles {

    private final SecureRandom random;
    private final Editor editor;

    public VaultFiles(SecureRandom random, Editor editor) {
        this.random = random;
        this.editor = editor;
    }

    /** Lets somebody change a text. */
    @FunctionalInterface
    public interface Editor {
        /** @param name of the file that the text is from, for its extension */
        byte[] edit(byte[] content, Path name);
    }

    /** The file is readable by its owner alone afterwards. */
    public void encrypt(Path file, Vault.Key key, Optional<Path> output) {
        Path from = real(file);
        byte[] encrypted = Vault.encrypt(read(from), key, key.id(), random);
        write(output.orElse(from), encrypted, output.isEmpty());
    }

    /** The file is readable by its owner alone afterwards. */
    public void decrypt(Path file, Vault vault, Optional<Path> output) {
        Path from = real(file);
        write(output.orElse(from), open(from, vault).plain(), false);
    }

    public byte[] plain(Path file, Vault vault) {
        return open(real(file), vault).plain();
    }

    /** Keeps the mode. */
    public void rekey(Path file, Vault vault, Vault.Key key) {
        Path target = real(file);
        replace(target, Vault.encrypt(open(target, vault).plain(), key, key.id(), random));
    }

    /** Keeps the mode, the password and its name. A text that was not changed is not written. */
    public void edit(Path file, Vault vault) {
        Path target = real(file);
        Vault.Opened opened = open(target, vault);
        byte[] changed = editor.edit(opened.plain(), target);
        if (!Arrays.equals(changed, opened.plain())) {
            replace(target, Vault.encrypt(changed, opened.key(), opened.id(), random));
        }
    }

    /** @throws VaultException when it exists */
    public void create(Path file, Vault.Key key) {
        if (Files.exists(file)) {
            throw new VaultException(Problem.of(file + " exists, please use 'edit' instead"));
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw failed("cannot make the folder of this file", file, e);
        }
        write(file, Vault.encrypt(editor.edit(new byte[0], file), key, key.id(), random), false);
    }

    /** Replaces a file, or makes it, for its owner alone. */
    public static void writePrivate(Path file, byte[] content) {
        write(file, content, false);
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw failed("cannot read this file", file, e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw failed("cannot read this file", file, e);
        }
    }

    private static Vault.Opened open(Path file, Vault vault) {
        byte[] content = read(file);
        Position at = Position.in(file.toString());
        if (!Vault.isEncrypted(content)) {
            throw new VaultException(
                    Problem.of("input is not vault encrypted data").at(at));
        }
        return vault.open(content, at);
    }

    private static void replace(Path file, byte[] content) {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            write(file, content, false);
            Files.setPosixFilePermissions(file, mode);
        } catch (IOException e) {
            throw failed("cannot keep the mode of this file", file, e);
        }
    }

    /** @param wipe what it held before, from the disk as far as that goes */
    private static void write(Path file, byte[] content, boolean wipe) {
        try (Remains old = Remains.of(file, wipe)) {
            DurableFile.writePrivate(file, content);
            old.giveOwnerTo(file);
        } catch (IOException e) {
            throw failed("cannot write this file", file, e);
        }
    }

    static VaultException failed(String what, Path file, IOException e) {
        return new VaultException(
                Problem.of(what).at(Position.in(file.toString())).because(IoReason.of(e)), e);
    }
}
