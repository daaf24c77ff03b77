package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.transport.Payload;
import io.slipway.common.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * Content on this side that is to go to a node.
 *
 * @param name the file name it takes inside a directory
 * @param origin where it came from, for results and differences
 */
record Source(Payload payload, String name, String origin, String sha1, String md5) {

    private static final String VAULT = "$ANSIBLE_VAULT;";

    static Source of(byte[] content, String name, String origin) {
        return new Source(
                new Payload.Bytes(content), name, origin, Hash.hex("SHA-1", content), Hash.hex("MD5", content));
    }

    /** A file as a playbook ships it: an encrypted one is refused rather than sent as it is. */
    static Source shipped(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (new String(in.readNBytes(VAULT.length()), StandardCharsets.ISO_8859_1).equals(VAULT)) {
                throw new ModuleFailure(Problem.of(file + " is encrypted by Ansible Vault, which is not supported")
                        .hint("decrypt it first: ansible-vault decrypt"));
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return of(file);
    }

    /** A file, which is streamed rather than loaded. */
    static Source of(Path file) {
        MessageDigest sha1 = Hash.digest("SHA-1");
        MessageDigest md5 = Hash.digest("MD5");
        try {
            Hash.feed(file, sha1, md5);
            return new Source(
                    new Payload.FileContent(file, Files.size(file)),
                    file.getFileName().toString(),
                    file.toString(),
                    Hash.hex(sha1),
                    Hash.hex(md5));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    long size() {
        return payload.size();
    }

    /** All of it, for a difference, unless it is too large to show. */
    byte[] shown() {
        try {
            return switch (payload) {
                case Payload.Bytes bytes -> bytes.content();
                case Payload.FileContent file ->
                    file.size() > Diffs.LIMIT ? Diffs.tooLarge(file.size()) : Files.readAllBytes(file.file());
            };
        } catch (IOException e) {
            throw unreadable(Path.of(origin), e);
        }
    }

    static ModuleFailure unreadable(Path file, IOException e) {
        return new ModuleFailure(Problem.of("cannot read " + file).because(String.valueOf(e.getMessage())), e);
    }
}
