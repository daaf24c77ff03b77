package io.slipway.automation.transport.ssh;

import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import io.slipway.common.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer.PlainBuffer;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import net.schmizz.sshj.userauth.keyprovider.PuTTYKeyFile;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody named as a key: a private key, open or locked with a passphrase, or only its public half.
 *
 * @param blob the public key; nothing where only the passphrase would tell
 * @param text of the private key; empty if there is none
 */
record KeyFile(Path path, Optional<byte[]> blob, String text, boolean locked) {

    private static final long LARGEST = 1 << 20;
    private static final String OPENSSH = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    /** The passphrase does not fit, or there is none. */
    static final class LockedException extends IOException {
        LockedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** @throws IOException if nothing is there, or no key */
    static KeyFile read(Path path) throws IOException {
        Optional<byte[]> beside = publicKey(path.resolveSibling(path.getFileName() + ".pub"));
        if (!Files.exists(path)) {
            if (beside.isEmpty()) {
                throw new NoSuchFileException("no such file");
            }
            return new KeyFile(path, beside, "", false);
        }
        String text = content(path);
        Optional<byte[]> itself = Blobs.ofLine(text);
        if (itself.isPresent()) {
            return new KeyFile(path, itself, "", false);
        }
        if (text.contains(OPENSSH)) {
            PlainBuffer key = openssh(text);
            boolean locked = !key.readString().equals("none");
            key.readStringAsBytes();
            key.readStringAsBytes();
            key.readUInt32();
            return new KeyFile(path, Optional.of(key.readStringAsBytes()), text, locked);
        }
        boolean locked = text.contains("ENCRYPTED") || text.contains("Encryption: aes");
        if (locked) {
            return new KeyFile(path, beside, text, true);
        }
        KeyFile open = new KeyFile(path, beside, text, false);
        FileKeyProvider provider = open.provider();
        provider.init(text, null);
        return new KeyFile(path, Optional.of(publicHalf(provider)), text, false);
    }

    private static PlainBuffer openssh(String text) throws IOException {
        try {
            String body = text.substring(text.indexOf(OPENSSH) + OPENSSH.length());
            int end = body.indexOf("-----END");
            byte[] bytes = Base64.getMimeDecoder().decode(end < 0 ? body : body.substring(0, end));
            PlainBuffer buffer = new PlainBuffer(bytes);
            byte[] magic = new byte[MAGIC.length];
            buffer.readRawBytes(magic);
            if (!Blobs.same(magic, MAGIC)) {
                throw new IOException("it is damaged");
            }
            return buffer;
        } catch (IllegalArgumentException e) {
            throw new IOException("it is damaged", e);
        }
    }

    private static Optional<byte[]> publicKey(Path path) throws IOException {
        return Files.isReadable(path) ? Blobs.ofLine(content(path)) : Optional.empty();
    }

    static String content(Path path) throws IOException {
        if (Files.size(path) > LARGEST) {
            throw new IOException("it is too large for a key");
        }
        return Files.readString(path, StandardCharsets.ISO_8859_1);
    }

    boolean isPrivate() {
        return !text.isEmpty();
    }

    /**
     * @param passphrase for a locked one
     * @throws LockedException if it does not fit
     * @throws IOException if the key is damaged, or of an unknown kind
     */
    FileIdentity open(@Nullable Secret passphrase) throws IOException {
        FileKeyProvider provider = provider();
        provider.init(text, null, passphrase == null ? null : PasswordUtils.createOneOff(characters(passphrase)));
        try {
            PrivateKey key = provider.getPrivate();
            return new FileIdentity(path, blob.isPresent() ? blob.get() : publicHalf(provider), key);
        } catch (IOException | RuntimeException e) {
            if (locked) {
                throw new LockedException("the passphrase does not fit", e);
            }
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The old kind of PEM file wants bytes, of which sshj makes one from each character. */
    private char[] characters(Secret passphrase) {
        String characters = passphrase.reveal();
        return text.contains("Proc-Type:")
                ? new String(characters.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1).toCharArray()
                : characters.toCharArray();
    }

    private FileKeyProvider provider() throws IOException {
        if (text.contains(OPENSSH)) {
            return new OpenSSHKeyV1KeyFile();
        }
        if (text.startsWith("PuTTY-User-Key-File")) {
            return new PuTTYKeyFile();
        }
        if (text.contains("-----BEGIN ")) {
            return new PKCS8KeyFile();
        }
        throw new IOException("it is no key");
    }

    private static byte[] publicHalf(FileKeyProvider provider) throws IOException {
        try {
            return new PlainBuffer().putPublicKey(provider.getPublic()).getCompactData();
        } catch (SSHRuntimeException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A private key in memory. */
    record FileIdentity(Path path, byte[] blob, PrivateKey key) implements Identity {

        @Override
        public String origin() {
            return path.toString();
        }

        @Override
        public byte[] sign(byte[] data, String algorithm) throws IOException {
            return Signatures.sign(key, data, algorithm);
        }
    }
}
