package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Answers.header;

import io.slipway.common.Digest;
import io.slipway.common.crypto.PasswordHash;
import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.mirror.oci.registry.RepositoryName;
import io.slipway.server.Request;
import io.slipway.server.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Lets in whom {@link Accounts} names, by name and password (RFC 7617). */
public final class AccountGuard implements Guard {

    private static final int MOST_REMEMBERED = 10_000;

    private final Accounts accounts;
    private final byte[] salt = new byte[32];

    /** Hashes of passwords are slow to compute on purpose; a client sends its password with every request. */
    private final Map<Digest, String> proven = new ConcurrentHashMap<>();

    public AccountGuard(Accounts accounts, RandomGenerator random) {
        this.accounts = accounts;
        random.nextBytes(salt);
    }

    @Override
    public boolean anonymous(RepositoryName name, Right right) {
        return accounts.anonymous().allow(name, right);
    }

    @Override
    public Optional<Response> refusal(Request request, RepositoryName name, Right right) {
        if (anonymous(name, right)) {
            return Optional.empty();
        }
        Optional<String> user = known(request);
        if (user.isEmpty()) {
            return Optional.of(challenge());
        }
        Accounts.Account account = accounts.byName().get(user.get());
        return account != null && account.rights().allow(name, right)
                ? Optional.empty()
                : Optional.of(Answers.error(403, ErrorCode.DENIED, "you may not " + right.word() + " here"));
    }

    /** Who sends a name and a password wants to know whether they are right: {@code docker login} asks so. */
    @Override
    public Optional<Response> refusal(Request request) {
        boolean needed = request.header("authorization").isPresent()
                || !accounts.anonymous().any()
                || !accounts.byName().isEmpty();
        return needed && known(request).isEmpty() ? Optional.of(challenge()) : Optional.empty();
    }

    @Override
    public String user(Request request) {
        return known(request).orElse("");
    }

    private static Response challenge() {
        return Answers.with(
                Answers.error(401, ErrorCode.UNAUTHORIZED, "say who you are"),
                header("WWW-Authenticate", "Basic realm=\"slipway\", charset=\"UTF-8\""));
    }

    private Optional<String> known(Request request) {
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
