package io.slipway.automation.module.config;

import io.slipway.automation.module.shell.Glob;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A line of a {@code known_hosts} file; see sshd(8), SSH_KNOWN_HOSTS FILE FORMAT.
 *
 * @param marker {@code @cert-authority}, {@code @revoked} or empty
 * @param hosts names and patterns separated by commas, or one name hashed as {@code |1|SALT|HASH}
 */
record KnownHost(String marker, String hosts, String type, String key) {

    private static final String HASHED = "|1|";
    private static final int SALT = 20;

    /** @return empty for comments and what is no entry */
    static Optional<KnownHost> parse(String line) {
        String[] words = line.strip().split("\\s+");
        int first = words[0].startsWith("@") ? 1 : 0;
        return words[0].isEmpty() || words[0].startsWith("#") || words.length < first + 3
                ? Optional.empty()
                : Optional.of(
                        new KnownHost(first == 0 ? "" : words[0], words[first], words[first + 1], words[first + 2]));
    }

    boolean isHashed() {
        return hosts.startsWith(HASHED);
    }

    boolean isOf(String host) {
        if (isHashed()) {
            String[] parts = hosts.split("\\|");
            try {
                return parts.length == 4
                        && hash(host, Base64.getDecoder().decode(parts[2])).equals(hosts);
            } catch (IllegalArgumentException notBase64) {
                return false;
            }
        }
        boolean found = false;
        for (String pattern : hosts.split(",")) {
            String plain = pattern.toLowerCase(Locale.ROOT);
            if (plain.startsWith("!") && matches(plain.substring(1), host)) {
                return false;
            }
            found |= matches(plain, host);
        }
        return found;
    }

    /** Brackets stand for themselves: {@code [host]:port}. */
    private static boolean matches(String pattern, String host) {
        return pattern.equals(host)
                || ((pattern.contains("*") || pattern.contains("?"))
                        && Glob.matches(pattern.replace("[", "[[]"), host));
    }

    boolean sameKey(KnownHost other) {
        return marker.equals(other.marker) && type.equals(other.type) && key.equals(other.key);
    }

    /** The line with its hosts replaced by the hash of one. */
    static String hashed(String line, String host, RandomGenerator random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        String[] words = line.strip().split("\\s+");
        words[words[0].startsWith("@") ? 1 : 0] = hash(host, salt);
        return String.join(" ", words);
    }

    private static String hash(String host, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(salt, "HmacSHA1"));
            Base64.Encoder base64 = Base64.getEncoder();
            return HASHED + base64.encodeToString(salt) + "|"
                    + base64.encodeToString(mac.doFinal(host.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA1", e);
        }
    }
}
