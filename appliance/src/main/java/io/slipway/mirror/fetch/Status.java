package io.slipway.mirror.fetch;

import io.slipway.mirror.fetch.FetchException.Again;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** What the status of an answer means (RFC 9110 section 15). */
final class Status {

    private Status() {}

    static boolean isAbsent(Http.Reply reply) {
        return reply.status() == 404 || reply.status() == 410;
    }

    static String said(URI uri, Http.Reply reply) {
        String elsewhere = reply.from().equals(uri) ? "" : " at " + Shown.of(reply.from());
        return "the server answered " + reply.status() + elsewhere;
    }

    /** @throws FetchException if another attempt may end better */
    static void requireNotPassing(URI uri, Http.Reply reply, Instant now) {
        int status = reply.status();
        if (status >= 500 || status == 408 || status == 425 || status == 429) {
            Duration wait = RetryAfter.of(reply.headers(), now);
            throw FetchException.later(uri, said(uri, reply), wait);
        }
    }

    static void requireOk(URI uri, Http.Reply reply, Instant now) {
        requireNotPassing(uri, reply, now);
        int status = reply.status();
        if (status != 200) {
            throw FetchException.of(uri, said(uri, reply), isAbsent(reply) ? Again.ABSENT : Again.NEVER, null);
        }
    }
}
