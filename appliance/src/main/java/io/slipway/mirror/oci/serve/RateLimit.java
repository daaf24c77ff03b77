package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Answers.header;

import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.server.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How many requests each client may make. Who has made none for a while may make several at once. */
final class RateLimit {

    /** Who has not been here for long enough has its whole burst again, and need not be remembered. */
    private static final int MOST_REMEMBERED = 50_000;

    private final Rule rule;
    private final InstantSource clock;
    private final Map<String, Allowance> clients = new ConcurrentHashMap<>();

    /**
     * @param second how many requests a second in the long run
     * @param burst how many at once
     */
    record Rule(int second, int burst) {}

    /**
     * @param left requests, at that moment
     * @param granted whether the last one was within them
     */
    private record Allowance(double left, Instant at, boolean granted) {}

    RateLimit(Rule rule, InstantSource clock) {
        this.rule = rule;
        this.clock = clock;
    }

    /** Counts a request, and tells what to answer if it is one too many. Never waits. */
    Optional<Response> refusal(String client) {
        Instant now = clock.instant();
        if (clients.size() > MOST_REMEMBERED) {
            clients.values().removeIf(each -> leftOf(each, now) >= rule.burst());
        }
        Allowance after = clients.compute(client, (address, before) -> {
            double left = before == null ? rule.burst() : leftOf(before, now);
            return new Allowance(left < 1 ? left : left - 1, now, left >= 1);
        });
        return after.granted() ? Optional.empty() : Optional.of(tooMany(after));
    }

    private double leftOf(Allowance allowance, Instant now) {
        double seconds = Duration.between(allowance.at(), now).toNanos() / 1e9;
        return Math.min(rule.burst(), allowance.left() + Math.max(0, seconds) * rule.second());
    }

    private Response tooMany(Allowance allowance) {
        long wait = Math.max(1, (long) Math.ceil((1 - allowance.left()) / rule.second()));
        return Answers.with(
                Answers.error(429, ErrorCode.TOOMANYREQUESTS, "too many requests: go on in " + wait + " s"),
                header("Retry-After", Long.toString(wait)));
    }
}
