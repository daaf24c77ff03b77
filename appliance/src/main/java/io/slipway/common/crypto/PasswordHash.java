package io.slipway.common.crypto;

import io.slipway.common.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Hashes of passwords as {@code /etc/shadow} holds them (crypt(5)). What is left open is chosen as ansible-core does, so that both make the
 * same of the same password, salt and rounds. The most rounds are what takes seconds; the formats allow what takes days.
 */
public enum PasswordHash {
    MD5_CRYPT(8, 0, 0, 0),
    APR_MD5_CRYPT(8, 0, 0, 0),
    BCRYPT(22, 4, 18, 12),
    SHA256_CRYPT(16, 1000, 9_999_999, 535_000),
    SHA512_CRYPT(16, 1000, 9_999_999, 656_000);

    private static final String ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final Pattern SHA_CRYPT = Pattern.compile(
            "(?s)(?=\\$([56])\\$)(\\$[56]\\$(?:rounds=\\d{1,7}\\$)?[./0-9A-Za-z]{1,16})\\$[./0-9A-Za-z]+");
    private static final Pattern SALT = Pattern.compile("[./0-9A-Za-z]+");
    private static final List<String> IDENTS = List.of("2", "2a", "2y", "2b");
    private static final int BCRYPT_TAKES = 72;

    /** What crypt assumes when a hash does not say. */
    private static final int UNSAID_ROUNDS = 5000;

    private final int saltSize;
    private final int fewestRounds;
    private final int mostRounds;
    private final int usualRounds;

    PasswordHash(int saltSize, int fewestRounds, int mostRounds, int usualRounds) {
        this.saltSize = saltSize;
        this.fewestRounds = fewestRounds;
        this.mostRounds = mostRounds;
        this.usualRounds = usualRounds;
    }

    /** By what Ansible calls it: {@code sha512}, {@code sha512_crypt}, {@code blowfish} …. */
    public static Optional<PasswordHash> named(String name) {
        String full = switch (name) {
            case "md5", "sha256", "sha512" -> name + "_crypt";
            case "blowfish" -> "bcrypt";
            default -> name;
        };
        return Arrays.stream(values())
                .filter(scheme -> scheme.name().toLowerCase(Locale.ROOT).equals(full))
                .findFirst();
    }

    /**
     * Whether this is the password of a hash.
     *
     * @param hash of SHA-256 or SHA-512 crypt; no password matches another one
     */
    public static boolean matches(String password, String hash) {
        Matcher parts = SHA_CRYPT.matcher(hash);
        if (!parts.matches()) {
            return false;
        }
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        String actual = parts.group(1).equals("5")
                ? Sha2Crypt.sha256Crypt(bytes, parts.group(2))
                : Sha2Crypt.sha512Crypt(bytes, parts.group(2));
        return MessageDigest.isEqual(
                actual.getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    /** A fresh salt; {@code size} 0 for the usual one. */
    public String salt(int size, RandomGenerator random) {
        int length = size == 0 ? saltSize : size;
        check(length > 0 && (this == BCRYPT ? length == saltSize : length <= saltSize), wrongSize(length));
        StringBuilder salt = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            salt.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return salt.toString();
    }

    /**
     * The hash, with everything needed to make it again.
     *
     * @param rounds 0 for the usual number
     * @param ident the variant of bcrypt, {@code 2b} when empty; the others have none and ignore it
     * @throws CryptoException for a salt or number of rounds that the scheme does not take
     */
    public String of(String password, String salt, int rounds, String ident) {
        check(SALT.matcher(salt).matches(), "invalid characters in the salt");
        check(this == BCRYPT ? salt.length() == saltSize : salt.length() <= saltSize, wrongSize(salt.length()));
        check(password.indexOf('\0') < 0, "null character in the password");
        int count = rounds == 0 ? usualRounds : rounds;
        check(
                count >= fewestRounds && count <= mostRounds,
                mostRounds == 0
                        ? this + " takes no rounds"
                        : this + " takes " + fewestRounds + " to " + mostRounds + " rounds, not " + rounds);
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        return switch (this) {
            case MD5_CRYPT -> Md5Crypt.md5Crypt(secret, "$1$" + salt);
            case APR_MD5_CRYPT -> Md5Crypt.apr1Crypt(secret, "$apr1$" + salt);
            case SHA256_CRYPT -> Sha2Crypt.sha256Crypt(secret, "$5$" + said(count) + salt);
            case SHA512_CRYPT -> Sha2Crypt.sha512Crypt(secret, "$6$" + said(count) + salt);
            case BCRYPT -> bcrypt(secret, salt, count, ident.isEmpty() ? "2b" : ident);
        };
    }

    private String wrongSize(int size) {
        return "a salt for " + this + " has " + (this == BCRYPT ? "exactly " : "at most ") + saltSize
                + " characters, not " + size;
    }

    private static String said(int rounds) {
        return rounds == UNSAID_ROUNDS ? "" : "rounds=" + rounds + "$";
    }

    private static String bcrypt(byte[] secret, String salt, int rounds, String ident) {
        check(IDENTS.contains(ident), "'" + ident + "' is no variant of bcrypt, only " + String.join(", ", IDENTS));
        byte[] used = Arrays.copyOf(secret, Math.min(secret.length, BCRYPT_TAKES));
        if (!ident.equals("2")) {
            return OpenBSDBCrypt.generate(ident, used, decoded(salt), rounds);
        }
        return "$2$"
                + OpenBSDBCrypt.generate("2a", repeated(used), decoded(salt), rounds)
                        .substring("$2a$".length());
    }

    /** The first variant of bcrypt has no zero byte between the repetitions of a password. */
    private static byte[] repeated(byte[] secret) {
        check(secret.length > 0, "bcrypt 2 takes no empty password");
        byte[] all = new byte[BCRYPT_TAKES];
        for (int i = 0; i < all.length; i++) {
            all[i] = secret[i % secret.length];
        }
        return all;
    }

    /** 22 characters of six bits are 16 bytes and four bits that do not count. */
    private static byte[] decoded(String salt) {
        byte[] bytes = new byte[16];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < salt.length() && at < bytes.length; i++) {
            bits = (bits << 6) | ALPHABET.indexOf(salt.charAt(i));
            held += 6;
            if (held >= 8) {
                held -= 8;
                bytes[at++] = (byte) (bits >> held);
            }
        }
        return bytes;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new CryptoException(Problem.of(otherwise));
        }
    }

    /** As Ansible writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
