package io.slipway.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Whether a client needs a file sent again (RFC 9110 section 13). */
final class Preconditions {

    private Preconditions() {}

    /**
     * Whether what the client has is what it would get. A date must match exactly: after a rollback, the right content is older than
     * what a client may have.
     */
    static boolean notModified(Request request, Response.Content content) {
        Optional<String> tags = request.header("if-none-match");
        if (tags.isPresent()) {
            return tags.get().strip().equals("*") || hasTag(tags.get(), content.etag());
        }
        return request.header("if-modified-since")
                .flatMap(HttpDate::parse)
                .filter(date -> date.equals(toSecond(content.lastModified())))
                .isPresent();
    }

    /** Whether a range may be sent: only of the very content that the client has a part of, so that a weak tag is not enough. */
    static boolean rangeApplies(Request request, Response.Content content) {
        Optional<String> condition = request.header("if-range").map(String::strip);
        return condition.isEmpty()
                || condition.get().equals("\"" + content.etag() + "\"")
                || HttpDate.parse(condition.get())
                        .filter(date -> date.equals(toSecond(content.lastModified())))
                        .isPresent();
    }

    private static boolean hasTag(String list, String etag) {
        for (String tag : list.split(",")) {
            String bare = tag.strip();
            if (bare.equals("\"" + etag + "\"") || bare.equals("W/\"" + etag + "\"")) {
                return true;
            }
        }
        return false;
    }

    private static Instant toSecond(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
