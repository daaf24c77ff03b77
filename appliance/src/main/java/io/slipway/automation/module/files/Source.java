package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.transport.Payload;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Content on this side that is to go to a node.
 *
 * @param name the file name it takes inside a directory
 * @param origin where it came from, for results and differences
 * @param sums of it, taken when somebody wants them
 */
public record Source(Payload payload, String name, String origin, Sums sums) {

    static final Problem NOT_EXPECTED = Problem.of("Copied file does not match the expected checksum. Transfer failed.")
            .hint(
                    "its own is the result's 'checksum', what the task asked for 'expected_checksum': one of the two is of another file; nothing was changed");

    private static final int MAGIC_BYTES = 32;

    private Source(Payload payload, String name, String origin) {
        this(payload, name, origin, new Sums(payload));
    }

    public static Source of(byte[] content, String name, String origin) {
        return new Source(new Payload.Bytes(content), name, origin);
    }

    /**
     * A file as a playbook ships it.
     *
     * @param decrypt of an encrypted one, what it holds: this never lies on a disk of this side
     */
    public static Source shipped(Path file, boolean decrypt, Vault vault) {
        try (InputStream in = Files.newInputStream(file)) {
            if (!decrypt || !Vault.isEncrypted(in.readNBytes(MAGIC_BYTES))) {
                return of(file);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return of(content(file, vault), file.getFileName().toString(), file.toString());
    }

    /** All of a file; of an encrypted one, what it holds. */
    public static byte[] content(Path file, Vault vault) {
        try {
            return vault.bytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (VaultException e) {
            throw new ModuleFailure(e.problem(), e);
        }
    }

    /** A file, which is streamed rather than loaded. */
    public static Source of(Path file) {
        try {
            return new Source(Payload.FileContent.of(file), file.getFileName().toString(), file.toString());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    public String sha1() {
        return sums.sha1();
    }

    public String md5() {
        return sums.md5();
    }

    public long size() {
        return payload.size();
    }

    /** All of it, for a difference, unless it is too large to show. */
    byte[] shown() {
        return payload instanceof Payload.FileContent && size() > Diffs.LIMIT ? Diffs.tooLarge(size()) : all();
    }

    public byte[] all() {
        try {
            return switch (payload) {
                case Payload.Bytes bytes -> bytes.content();
                case Payload.FileContent file -> Files.readAllBytes(file.file());
            };
        } catch (IOException e) {
            throw unreadable(Path.of(origin), e);
        }
    }

    public static ModuleFailure unreadable(Path file, IOException e) {
        return new ModuleFailure(Problem.of("cannot read " + file).because(IoReason.of(e)), e);
    }
}
