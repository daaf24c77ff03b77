package io.slipway.mirror.oci.client;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.Secret;
import io.slipway.common.json.Json;
import io.slipway.mirror.fetch.Call;
import io.slipway.mirror.fetch.Credentials;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.Gate;
import io.slipway.mirror.fetch.Said;
import io.slipway.mirror.fetch.Shown;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows registries what they want to see (docker token-authentication specification): nothing at first; a name and a password, or a
 * token from the server that the registry names, once it says so. Tokens are kept until shortly before they expire, and one is asked
 * for once, however many downloads wait for it.
 */
final class TokenDance implements Gate {

    private static final int LONGEST_ANSWER = 1 << 20;
    private static final Duration USUAL_LIFE = Duration.ofSeconds(60);
    private static final Duration LONGEST_LIFE = Duration.ofHours(12);
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Fetch plain;
    private final Credentials credentials;
    private final Registries registries;
    private final InstantSource clock;
    private final Map<String, Way> ways = new ConcurrentHashMap<>();
    private final Map<Key, Slot> tokens = new ConcurrentHashMap<>();

    /** How a registry wants to be asked. */
    private sealed interface Way {
        record Password() implements Way {}

        record Token(URI realm, Optional<String> service, Optional<String> scope) implements Way {}
    }

    private record Key(String registry, Scope scope) {}

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();
        volatile Optional<Secret> token = Optional.empty();
        volatile Instant until = Instant.MIN;
    }

    /** @param plain asks token servers; it must not ask this in turn */
    TokenDance(Fetch plain, Credentials credentials, Registries registries, InstantSource clock) {
        this.plain = plain;
        this.credentials = credentials;
        this.registries = registries;
        this.clock = clock;
    }

    @Override
    public Optional<String> authorization(String method, URI uri) {
        if (!registries.isApi(uri)) {
            return Optional.empty();
        }
        return switch (ways.get(uri.getRawAuthority())) {
            case null -> Optional.empty();
            case Way.Password password -> registries.password(credentials, uri);
            case Way.Token way ->
                Optional.of(bearer(uri, way, Scope.of(method, uri).orAsked(way.scope()), Optional.empty()));
        };
    }

    @Override
    public Optional<String> challenged(String method, URI uri, Optional<String> shown, HttpHeaders answer) {
        if (!registries.isApi(uri)) {
            return Optional.empty();
        }
        var offered = answer.allValues("WWW-Authenticate");
        Optional<Challenge> token = Challenge.find("bearer", offered);
        if (token.isPresent()) {
            Way.Token way = way(uri, token.get());
            ways.put(uri.getRawAuthority(), way);
            Scope scope = Scope.of(method, uri).orAsked(way.scope());
            return Optional.of(bearer(uri, way, scope, shown)).filter(other -> !other.equals(shown.orElse("")));
        }
        if (Challenge.find("basic", offered).isPresent()) {
            ways.put(uri.getRawAuthority(), new Way.Password());
            return registries.password(credentials, uri).filter(other -> !other.equals(shown.orElse("")));
        }
        return Optional.empty();
    }

    private static Way.Token way(URI uri, Challenge challenge) {
        URI realm = challenge
                .parameter("realm")
                .flatMap(text -> resolved(uri, text))
                .orElseThrow(() -> refused(uri, "it wants a token, but does not say from where", ""));
        return new Way.Token(realm, challenge.parameter("service"), challenge.parameter("scope"));
    }

    private static Optional<URI> resolved(URI base, String realm) {
        try {
            URI uri = base.resolve(realm.strip());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"))
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @param refused a value that did not open; a token that it holds is of no use any more */
    private String bearer(URI uri, Way.Token way, Scope scope, Optional<String> refused) {
        Slot slot = tokens.computeIfAbsent(new Key(uri.getRawAuthority(), scope), key -> new Slot());
        slot.lock.lock();
        try {
            Optional<String> kept = slot.token
                    .filter(token -> clock.instant().isBefore(slot.until))
                    .map(token -> "Bearer " + token.reveal())
                    .filter(value -> !value.equals(refused.orElse("")));
            return kept.orElseGet(() -> renewed(uri, way, scope, slot));
        } finally {
            slot.lock.unlock();
        }
    }

    private String renewed(URI uri, Way.Token way, Scope scope, Slot slot) {
        Optional<String> password = registries.password(credentials, uri);
        if (password.isPresent()
                && "https".equals(uri.getScheme())
                && !"https".equals(way.realm().getScheme())) {
            throw refused(
                    uri, "it wants the password to be sent to " + Shown.of(way.realm()) + ", which is not https", "");
        }
        Call call = Call.of("GET", address(way, scope)).with("Accept", "application/json");
        Said said = plain.ask(
                password.map(value -> call.with("Authorization", value)).orElse(call), LONGEST_ANSWER);
        if (!said.ok()) {
            String who = password.isPresent()
                    ? "the name or the password is wrong, or does not allow "
                    : "nobody without a name may have ";
            String server = "its token server at " + Shown.of(way.realm()) + " answered " + said.status();
            throw refused(uri, server + ": " + who + shown(scope), plain.advice(uri));
        }
        Map<?, ?> answer = document(uri, way, said);
        String token =
                text(answer, "token").or(() -> text(answer, "access_token")).orElse("");
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw noToken(uri, way);
        }
        slot.token = Optional.of(new Secret(token));
        slot.until = clock.instant().plus(life(answer));
        return "Bearer " + token;
    }

    private static ClientException noToken(URI uri, Way.Token way) {
        return refused(uri, "its token server at " + Shown.of(way.realm()) + " gave no token", "");
    }

    private static String shown(Scope scope) {
        return scope.text().isEmpty() ? "that" : scope.text();
    }

    private static Duration life(Map<?, ?> answer) {
        Duration said = answer.get("expires_in") instanceof Number seconds && seconds.longValue() > 0
                ? Duration.ofSeconds(Math.min(seconds.longValue(), LONGEST_LIFE.toSeconds()))
                : USUAL_LIFE;
        return said.compareTo(MARGIN.multipliedBy(2)) > 0 ? said.minus(MARGIN) : said.dividedBy(2);
    }

    private static Map<?, ?> document(URI uri, Way.Token way, Said said) {
        try {
            if (Json.read(Shown.of(way.realm()), said.text()) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (ProblemException notJson) {
            throw new ClientException(notJson.problem(), false, notJson);
        }
        throw noToken(uri, way);
    }

    private static Optional<String> text(Map<?, ?> answer, String key) {
        return answer.get(key) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    private static URI address(Way.Token way, Scope scope) {
        StringBuilder query = new StringBuilder();
        Optional.ofNullable(way.realm().getRawQuery()).ifPresent(query::append);
        way.service().ifPresent(service -> append(query, "service", service));
        if (!scope.text().isEmpty()) {
            append(query, "scope", scope.text());
        }
        String realm = way.realm().toString();
        int end = realm.indexOf('?') >= 0 ? realm.indexOf('?') : realm.length();
        return URI.create(realm.substring(0, end) + (query.isEmpty() ? "" : "?" + query));
    }

    private static void append(StringBuilder query, String key, String value) {
        query.append(query.isEmpty() ? "" : "&")
                .append(key)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)
                        .replace("%3A", ":")
                        .replace("%2F", "/")
                        .replace("%2C", ","));
    }

    private static ClientException refused(URI uri, String why, String hint) {
        return new ClientException(Problem.of("the registry does not let this machine in")
                .at(Position.in(Shown.of(uri)))
                .because(why)
                .hint(hint));
    }
}
