package io.slipway.mirror.oci.client;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a token is asked for: one thing at a time, as some token servers refuse more (docker token-authentication scope,
 * {@code repository:NAME:pull}).
 */
record Scope(String text) {

    private static final Pattern PATH = Pattern.compile("/v2/(.+)/(?:blobs|manifests|tags|referrers)/.*");
    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** What a request needs, as far as its address says. */
    static Scope of(String method, URI uri) {
        Matcher matcher = PATH.matcher(String.valueOf(uri.getPath()));
        if (!matcher.matches()) {
            return new Scope("");
        }
        String actions = READING.contains(method) ? "pull" : method.equals("DELETE") ? "delete" : "pull,push";
        return new Scope("repository:" + matcher.group(1) + ":" + actions);
    }

    /** What a server says it needs, if that is something else than a repository, or more than one. */
    Scope orAsked(Optional<String> asked) {
        if (asked.isEmpty()) {
            return this;
        }
        Stream<String> each = Stream.of(asked.get().split(" "));
        boolean foreign = asked.get().lines().noneMatch(line -> line.contains("repository:"));
        if (foreign || text.isEmpty()) {
            return new Scope(each.findFirst().orElse(""));
        }
        return this;
    }
}
