package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Answers.header;

import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /v2/token}: gives out tokens for a name and a password, or for nobody in particular (Docker's registry, "Token
 * authentication specification"). A token is good for what was asked for and may be done, which can be nothing.
 */
public final class TokenRequests implements Route.Handler {

    static final String PATH = "/v2/token";

    /** So that a token fits into a header. */
    private static final int MOST_SCOPES = 40;

    private final Accounts accounts;
    private final Passwords passwords;
    private final Tokens tokens;
    private final InstantSource clock;

    private TokenRequests(Accounts accounts, Passwords passwords, Tokens tokens, InstantSource clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.tokens = tokens;
        this.clock = clock;
    }

    public static Route of(Accounts accounts, Passwords passwords, Tokens tokens, InstantSource clock) {
        return new Route(PATH, new TokenRequests(accounts, passwords, tokens, clock));
    }

    @Override
    public boolean takes(String method) {
        return true;
    }

    @Override
    public Response broken() {
        return Answers.broken();
    }

    @Override
    public Response handle(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            // a client that would rather use OAuth 2 then asks in this way
            return Answers.error(405, ErrorCode.UNSUPPORTED, "tokens are to be had by GET");
        }
        Optional<String> user = passwords.user(request);
        if (user.isEmpty() && request.header("authorization").isPresent()) {
            return Answers.with(
                    Answers.error(401, ErrorCode.UNAUTHORIZED, "the name or the password is wrong"),
                    header("WWW-Authenticate", Challenge.BASIC));
        }
        List<Scope> asked = scopes(request);
        if (asked.size() > MOST_SCOPES) {
            return Answers.error(400, ErrorCode.UNSUPPORTED, "more than " + MOST_SCOPES + " scopes at once");
        }
        String name = user.orElse("");
        String token = tokens.issue(new Tokens.Content(
                name,
                asked.stream().flatMap(scope -> allowed(name, scope).stream()).toList()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("token", token);
        answer.put("access_token", token);
        answer.put("expires_in", Tokens.LIFE.toSeconds());
        answer.put("issued_at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return Answers.with(Answers.json(200, "application/json", answer), header("Cache-Control", "no-store"));
    }

    private static List<Scope> scopes(Request request) {
        List<Scope> scopes = new ArrayList<>();
        for (String several : request.parameters().apply("scope")) {
            for (String one : several.split(" ")) {
                Scope.parse(one).ifPresent(scopes::add);
            }
        }
        return scopes;
    }

    private Optional<Scope> allowed(String user, Scope asked) {
        Set<Guard.Right> rights = EnumSet.noneOf(Guard.Right.class);
        asked.rights().stream()
                .filter(right -> accounts.allow(user, asked.name(), right))
                .forEach(rights::add);
        return rights.isEmpty() ? Optional.empty() : Optional.of(new Scope(asked.name(), rights));
    }
}
