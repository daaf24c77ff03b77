package io.slipway.mirror.oci.serve;

import io.slipway.common.DurableFile;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import io.slipway.mirror.oci.registry.RepositoryName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that say for a short while who may do what, so that a password need not travel with every request: JSON Web Tokens (RFC 7519)
 * with the claims that Docker's registry has, signed by HMAC with SHA-256.
 */
public final class Tokens {

    static final Duration LIFE = Duration.ofMinutes(10);

    private static final String NAME = "slipway";
    private static final int LONGEST = 32 * 1024;
    private static final int KEY_BYTES = 32;

    /** The only head that is believed: what a token says of its own signature is not asked. */
    private static final String HEAD =
            encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII));

    private final SecretKeySpec key;
    private final InstantSource clock;

    Tokens(byte[] key, InstantSource clock) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.clock = clock;
    }

    /**
     * With the key in a folder for secrets, so that tokens outlive a restart; the first call makes it.
     *
     * @param keys gets {@code token.key}, for its owner alone
     */
    public static Tokens openOrCreate(Path keys, InstantSource clock, RandomGenerator random) {
        Path file = keys.resolve("token.key");
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[KEY_BYTES];
                random.nextBytes(fresh);
                DurableFile.createPrivate(
                        file, (HexFormat.of().formatHex(fresh) + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            byte[] key = HexFormat.of()
                    .parseHex(
                            Files.readString(file, StandardCharsets.ISO_8859_1).strip());
            if (key.length == KEY_BYTES) {
                return new Tokens(key, clock);
            }
            throw unusable(file, "it does not hold a key of " + KEY_BYTES + " bytes");
        } catch (IllegalArgumentException e) {
            throw unusable(file, "it does not hold a key in hexadecimal");
        } catch (IOException e) {
            throw unusable(file, IoReason.of(e, file));
        }
    }

    private static ServeException unusable(Path file, String why) {
        return new ServeException(List.of(Problem.of("the key for tokens '" + file + "' cannot be used")
                .because(why)
                .hint("remove it: the next start makes another one")));
    }

    /**
     * What a token says.
     *
     * @param user empty for nobody in particular
     */
    record Content(String user, List<Scope> scopes) {

        boolean grants(RepositoryName name, Guard.Right right) {
            return scopes.stream().anyMatch(scope -> scope.grants(name, right));
        }
    }

    String issue(Content content) {
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", NAME);
        claims.put("aud", NAME);
        claims.put("sub", content.user());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        claims.put("access", content.scopes().stream().map(Scope::claim).toList());
        String signed = HEAD + "." + encoded(Json.write(claims).getBytes(StandardCharsets.UTF_8));
        return signed + "." + encoded(signature(signed));
    }

    /** What a token says that this server issued and that still holds; nothing for any other text. */
    Optional<Content> read(String token) {
        int end = token.lastIndexOf('.');
        if (token.length() > LONGEST || !token.startsWith(HEAD + ".") || end <= HEAD.length()) {
            return Optional.empty();
        }
        byte[] expected = encoded(signature(token.substring(0, end))).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, token.substring(end + 1).getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(token.substring(HEAD.length() + 1, end));
            return Json.read("token", new String(claims, StandardCharsets.UTF_8)) instanceof Map<?, ?> map
                    ? content(map)
                    : Optional.empty();
        } catch (IllegalArgumentException | JsonException notOurs) {
            return Optional.empty();
        }
    }

    private Optional<Content> content(Map<?, ?> claims) {
        if (!(claims.get("exp") instanceof Long end)
                || clock.instant().getEpochSecond() >= end
                || !(claims.get("sub") instanceof String user)
                || !(claims.get("access") instanceof List<?> access)) {
            return Optional.empty();
        }
        return Optional.of(new Content(
                user,
                access.stream().flatMap(each -> Scope.ofClaim(each).stream()).toList()));
    }

    private byte[] signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-256", e);
        }
    }

    private static String encoded(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }
}
