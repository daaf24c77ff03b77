package io.slipway.common.crypto.vault;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The passwords that are known, and what they open. Used by many threads. */
public final class Vault {

    /** Without any password: only what is not encrypted can be read. */
    public static final Vault LOCKED = new Vault(List.of(), false);

    private static final long MAX_BYTES = 512L * 1024 * 1024;
    private static final int SALT_BYTES = 32;
    private static final String UNNAMED = "default";

    /** @param id the name of the password */
    public record Key(String id, VaultPassword password) {}

    /**
     * What a text held.
     *
     * @param key the one that opened it
     * @param id the name that the text itself gives, {@code default} if none
     */
    public record Opened(byte[] plain, Key key, String id) {}

    private final List<Key> keys;
    private final boolean onlyNamed;
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final Set<String> given = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /** @param onlyNamed a text that names a password is tried with passwords of this name only */
    public Vault(List<Key> keys, boolean onlyNamed) {
        this.keys = List.copyOf(keys);
        this.onlyNamed = onlyNamed;
    }

    public List<Key> keys() {
        return keys;
    }

    /** Whether something claims to be encrypted. */
    public static boolean isEncrypted(byte[] content) {
        return VaultText.isOne(content);
    }

    /**
     * @param id the name of the password; {@code default} is not written down
     * @return as a file holds it
     * @throws VaultException when it is encrypted already
     */
    public static byte[] encrypt(byte[] plain, Key key, String id, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return encrypt(plain, key.password(), id, salt);
    }

    /** With a salt of the caller's choice, which gives the same text again. */
    public static byte[] encrypt(byte[] plain, VaultPassword password, String id, byte[] salt) {
        if (isEncrypted(plain)) {
            throw new VaultException(Problem.of("input is already encrypted"));
        }
        return VaultCipher.encrypt(plain, password, id, salt).format();
    }

    /**
     * Opens an encrypted text: with the passwords of the name that it gives first, then with the others, in order.
     *
     * @param at where it stands
     * @throws VaultException when no password is known, none opens it, or it is malformed
     */
    public Opened open(byte[] content, Position at) {
        VaultText text = VaultText.parse(content, at);
        if (keys.isEmpty()) {
            throw new VaultException(Problem.of("Attempting to decrypt but no vault secrets found")
                    .at(at)
                    .hint("give the password: --vault-password-file, --vault-id or --ask-vault-pass"));
        }
        String id = text.id().isEmpty() ? UNNAMED : text.id();
        for (Key key : inOrder(id)) {
            Optional<byte[]> plain = VaultCipher.decrypt(text, key.password());
            if (plain.isPresent()) {
                return new Opened(plain.get(), key, id);
            }
        }
        throw new VaultException(Problem.of("Decryption failed (no vault secrets were found that could decrypt)")
                .at(at)
                .because("it was encrypted for the vault id '" + id + "'; known are "
                        + keys.stream().map(Key::id).distinct().collect(Collectors.joining(", "))));
    }

    private List<Key> inOrder(String id) {
        List<Key> order = new ArrayList<>();
        keys.stream().filter(key -> key.id().equals(id)).forEach(order::add);
        if (!onlyNamed) {
            keys.stream().filter(key -> !key.id().equals(id)).forEach(order::add);
        }
        return order;
    }

    /** An encrypted value within a file, as text. Each is opened once. */
    public String text(String content, Position at) {
        return texts.computeIfAbsent(content, encrypted -> {
            String plain = decoded(
                    open(encrypted.strip().getBytes(StandardCharsets.UTF_8), at).plain(), at);
            given.add(plain);
            return plain;
        });
    }

    /** Whether this very object came out of {@link #text}. */
    public boolean gave(String value) {
        return given.contains(value);
    }

    /** The content of a file; of an encrypted one, what it holds. */
    public byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is larger than " + MAX_BYTES / 1024 / 1024 + " MiB");
        }
        byte[] content = Files.readAllBytes(file);
        return isEncrypted(content)
                ? open(content, Position.in(file.toString())).plain()
                : content;
    }

    /**
     * As {@link TextFile#read}, of an encrypted file what it holds.
     *
     * @throws VaultException when it cannot be opened
     */
    public String read(Path file) {
        String text = TextFile.read(file);
        if (!text.startsWith(VaultText.MAGIC)) {
            return text;
        }
        Position at = Position.in(file.toString());
        return decoded(open(text.getBytes(StandardCharsets.UTF_8), at).plain(), at);
    }

    private static String decoded(byte[] plain, Position at) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new VaultException(
                    Problem.of("what this vault holds is not valid UTF-8").at(at), e);
        }
    }
}
