package io.slipway.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Whether a client needs a file sent again (RFC 9110 section 13). */
final class Preconditions {

    private Preconditions() {}

    enum Result {
        PASSED,
        /** What the client has is what it would get. */
        NOT_MODIFIED,
        /** The client wants something else than what there is. */
        FAILED
    }

    /** In the order that RFC 9110 section 13.2.2 gives. */
    static Result check(Request request, Response.Content content) {
        Optional<String> match = request.header("if-match");
        if (match.isPresent()) {
            if (!match.get().strip().equals("*") && !hasTag(match.get(), content.etag(), false)) {
                return Result.FAILED;
            }
        } else if (request.header("if-unmodified-since")
                .flatMap(HttpDate::parse)
                .filter(date -> date.isBefore(toSecond(content.lastModified())))
                .isPresent()) {
            return Result.FAILED;
        }
        return notModified(request, content) ? Result.NOT_MODIFIED : Result.PASSED;
    }

    /** A date must match exactly: after a rollback, the right content is older than what a client may have. */
    private static boolean notModified(Request request, Response.Content content) {
        Optional<String> tags = request.header("if-none-match");
        if (tags.isPresent()) {
            return tags.get().strip().equals("*") || hasTag(tags.get(), content.etag(), true);
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

    private static boolean hasTag(String list, String etag, boolean weakly) {
        for (String tag : list.split(",")) {
            String bare = tag.strip();
            if (bare.equals("\"" + etag + "\"") || (weakly && bare.equals("W/\"" + etag + "\""))) {
                return true;
            }
        }
        return false;
    }

    private static Instant toSecond(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
