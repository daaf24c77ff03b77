package io.slipway.mirror.oci.client;

import io.slipway.mirror.fetch.Said;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Link} of a list that goes on (RFC 8288). */
final class Links {

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;[^,]*\\brel=\"?next\"?");

    private Links() {}

    /** Where it goes on; nowhere if that is another host, which has no business here. */
    static Optional<URI> next(Said said, URI asked) {
        for (String header : said.headers().allValues("Link")) {
            Matcher matcher = NEXT.matcher(header);
            if (matcher.find()) {
                try {
                    URI next = asked.resolve(matcher.group(1));
                    boolean same = String.valueOf(asked.getRawAuthority()).equals(next.getRawAuthority());
                    return same && !next.equals(asked) ? Optional.of(next) : Optional.empty();
                } catch (IllegalArgumentException odd) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
