package io.slipway.automation.module.config;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a web server's file holds passwords.
 *
 * @param crypt empty for one of the two simple ways
 */
record WebPassword(String name, Optional<PasswordHash> crypt) {

    private static final String SHA1 = "{SHA}";
    private static final Pattern CRYPT =
            Pattern.compile("\\$(?<id>apr1|1|5|6)\\$(rounds=(?<rounds>\\d+)\\$)?(?<salt>[^$]*)\\$.*");
    private static final Pattern BCRYPT =
            Pattern.compile("\\$(?<id>2[aby]?)\\$(?<rounds>\\d\\d)\\$(?<salt>.{22}).{31}");

    static WebPassword named(String name) {
        if (name.equals("plaintext") || name.equals("ldap_sha1")) {
            return new WebPassword(name, Optional.empty());
        }
        return PasswordHash.named(name)
                .map(crypt -> new WebPassword(name, Optional.of(crypt)))
                .orElseThrow(
                        () -> new ModuleFailure(
                                Problem.of("crypt_scheme '" + name + "' is not known here")
                                        .hint(
                                                "take apr_md5_crypt, bcrypt, sha256_crypt, sha512_crypt, md5_crypt, ldap_sha1 or plaintext")));
    }

    String hash(String password, RandomGenerator random) {
        return crypt.map(scheme -> scheme.of(password, scheme.salt(0, random), 0, ""))
                .orElseGet(() -> name.equals("plaintext") ? password : sha1(password));
    }

    /** Whether a password is the one of an entry, however that is written. */
    static boolean verifies(String password, String entry) {
        Matcher bcrypt = BCRYPT.matcher(entry);
        Matcher other = CRYPT.matcher(entry);
        try {
            if (bcrypt.matches()) {
                int rounds = Integer.parseInt(bcrypt.group("rounds"));
                return PasswordHash.BCRYPT
                        .of(password, bcrypt.group("salt"), rounds, bcrypt.group("id"))
                        .equals(entry);
            }
            if (other.matches()) {
                String given = other.group("rounds");
                PasswordHash scheme = switch (other.group("id")) {
                    case "apr1" -> PasswordHash.APR_MD5_CRYPT;
                    case "1" -> PasswordHash.MD5_CRYPT;
                    case "5" -> PasswordHash.SHA256_CRYPT;
                    default -> PasswordHash.SHA512_CRYPT;
                };
                boolean sha = scheme == PasswordHash.SHA256_CRYPT || scheme == PasswordHash.SHA512_CRYPT;
                int rounds = given != null ? Integer.parseInt(given) : sha ? 5000 : 0;
                return scheme.of(password, other.group("salt"), rounds, "").equals(entry);
            }
        } catch (CryptoException | NumberFormatException notOfThisPassword) {
            return false;
        }
        return entry.startsWith(SHA1) ? entry.equals(sha1(password)) : entry.equals(password);
    }

    private static String sha1(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
            return SHA1 + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }
}
