package io.slipway.mirror.oci.serve;

import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.mirror.oci.registry.RepositoryName;
import io.slipway.server.Request;
import io.slipway.server.Response;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets in whom {@link Accounts} names, by name and password or by a token that says so (RFC 6750). */
public final class AccountGuard implements Guard {

    private static final String BEARER = "Bearer ";

    private final Accounts accounts;
    private final Passwords passwords;
    private final Tokens tokens;

    public AccountGuard(Accounts accounts, Passwords passwords, Tokens tokens) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.tokens = tokens;
    }

    /** What came with a request. */
    private sealed interface Shown {

        record Nothing() implements Shown {}

        /** Wrong, or no longer good. */
        record Useless() implements Shown {}

        record Password(String user) implements Shown {}

        record Token(Tokens.Content content) implements Shown {}
    }

    private Shown shown(Request request) {
        Optional<String> header = request.header("authorization");
        if (header.isEmpty()) {
            return new Shown.Nothing();
        }
        Optional<Shown> known = header.get().regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? tokens.read(header.get().substring(BEARER.length()).strip())
                        .filter(content ->
                                content.user().isEmpty() || accounts.byName().containsKey(content.user()))
                        .map(Shown.Token::new)
                : passwords.user(request).map(Shown.Password::new);
        return known.orElseGet(Shown.Useless::new);
    }

    @Override
    public boolean anonymous(RepositoryName name, Right right) {
        return accounts.anonymous().allow(name, right);
    }

    @Override
    public Optional<Response> refusal(Request request, RepositoryName name, Right right) {
        Optional<RepositoryName> source = Call.mountedFrom(request);
        if (anonymous(name, right) && source.isEmpty()) {
            return Optional.empty();
        }
        return switch (shown(request)) {
            case Shown.Nothing() when anonymous(name, right) -> Optional.empty();
            case Shown.Nothing() -> Optional.of(challenge(request, name, right, source, ""));
            case Shown.Useless() when anonymous(name, right) -> Optional.empty();
            case Shown.Useless() -> Optional.of(challenge(request, name, right, source, "invalid_token"));
            case Shown.Password(String user) ->
                accounts.allow(user, name, right) ? Optional.empty() : Optional.of(denied(right));
            case Shown.Token(Tokens.Content content) -> {
                String user = content.user();
                if (!accounts.allow(user, name, right)) {
                    yield Optional.of(user.isEmpty() ? challenge(request, name, right, source, "") : denied(right));
                }
                boolean enough = (anonymous(name, right) || content.grants(name, right))
                        && source.filter(from -> accounts.allow(user, from, Right.PULL))
                                .filter(from -> !anonymous(from, Right.PULL) && !content.grants(from, Right.PULL))
                                .isEmpty();
                yield enough
                        ? Optional.empty()
                        : Optional.of(challenge(request, name, right, source, "insufficient_scope"));
            }
        };
    }

    private static Response denied(Right right) {
        return Answers.error(403, ErrorCode.DENIED, "you may not " + right.word() + " here");
    }

    /** Who pushes looks first whether it is there; who mounts takes from elsewhere. */
    private static Response challenge(
            Request request, RepositoryName name, Right right, Optional<RepositoryName> source, String error) {
        List<Scope> scopes = new ArrayList<>();
        scopes.add(new Scope(name, right == Right.PUSH ? EnumSet.of(Right.PULL, Right.PUSH) : EnumSet.of(right)));
        source.ifPresent(from -> scopes.add(new Scope(from, Set.of(Right.PULL))));
        return Challenge.of(request, scopes, error);
    }

    /** Who sends a name and a password wants to know whether they are right: {@code docker login} asks so. */
    @Override
    public Optional<Response> refusal(Request request) {
        return switch (shown(request)) {
            case Shown.Nothing() ->
                accounts.anonymous().any() && accounts.byName().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Challenge.of(request, List.of(), ""));
            case Shown.Useless() -> Optional.of(Challenge.of(request, List.of(), "invalid_token"));
            case Shown.Password(String _), Shown.Token(Tokens.Content _) -> Optional.empty();
        };
    }

    @Override
    public boolean sees(Request request, RepositoryName name) {
        return accounts.allow(user(request), name, Right.PULL);
    }

    @Override
    public String user(Request request) {
        return switch (shown(request)) {
            case Shown.Password(String user) -> user;
            case Shown.Token(Tokens.Content content) -> content.user();
            case Shown.Nothing(), Shown.Useless() -> "";
        };
    }
}
