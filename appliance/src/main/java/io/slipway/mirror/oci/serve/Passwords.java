package io.slipway.mirror.oci.serve;

import io.slipway.common.Digest;
import io.slipway.common.crypto.PasswordHash;
import io.slipway.server.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Knows clients by name and password (RFC 7617). */
public final class Passwords {

    private static final int MOST_REMEMBERED = 10_000;

    private final Accounts accounts;
    private final byte[] salt = new byte[32];

    /** Hashes of passwords are slow to compute on purpose; a client sends its password with every request. */
    private final Map<Digest, String> proven = new ConcurrentHashMap<>();

    public Passwords(Accounts accounts, RandomGenerator random) {
        this.accounts = accounts;
        random.nextBytes(salt);
    }

    /** Whose name and password came with this; nothing for wrong ones, too. */
    Optional<String> user(Request request) {
        return request.header("authorization")
                .filter(header -> header.regionMatches(true, 0, "Basic ", 0, 6))
                .flatMap(header -> known(header.substring(6).strip()));
    }

    private Optional<String> known(String encoded) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException nonsense) {
            return Optional.empty();
        }
        int colon = pair.indexOf(':');
        Accounts.Account account = colon < 0 ? null : accounts.byName().get(pair.substring(0, colon));
        if (account == null) {
            return Optional.empty();
        }
        String user = pair.substring(0, colon);
        Digest remembered = remembered(pair);
        if (user.equals(proven.get(remembered))) {
            return Optional.of(user);
        }
        if (!PasswordHash.matches(pair.substring(colon + 1), account.password())) {
            return Optional.empty();
        }
        if (proven.size() >= MOST_REMEMBERED) {
            proven.clear();
        }
        proven.put(remembered, user);
        return Optional.of(user);
    }

    private Digest remembered(String pair) {
        MessageDigest digest = Digest.sha256();
        digest.update(salt);
        digest.update(pair.getBytes(StandardCharsets.UTF_8));
        return Digest.finish(digest);
    }
}
