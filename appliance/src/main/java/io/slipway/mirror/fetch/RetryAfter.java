package io.slipway.mirror.fetch;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a server asks its clients to wait (RFC 9110 section 10.2.3). */
final class RetryAfter {

    /** No server may make a sync wait for longer at a time. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private RetryAfter() {}

    /** @return zero if it does not say */
    static Duration of(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After")
                .flatMap(text -> parse(text.strip(), now))
                .filter(Duration::isPositive)
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait)
                .orElse(Duration.ZERO);
    }

    private static Optional<Duration> parse(String text, Instant now) {
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, then));
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }
}
