package io.slipway.mirror.fetch;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;

/** Knows what each host wants to see before it opens. It is asked anew for each hop of a redirect, so that nothing travels on. */
public interface Gate {

    /** The value of {@code Authorization} for this request, if there is one. */
    Optional<String> authorization(String method, URI uri);

    /**
     * A server answered 401.
     *
     * @param shown what it was shown
     * @return what to show instead; nothing if there is nothing else
     */
    Optional<String> challenged(String method, URI uri, Optional<String> shown, HttpHeaders answer);

    /** Names and passwords alone. */
    static Gate of(Credentials credentials) {
        return new Gate() {
            @Override
            public Optional<String> authorization(String method, URI uri) {
                return credentials.authorization(uri);
            }

            @Override
            public Optional<String> challenged(String method, URI uri, Optional<String> shown, HttpHeaders answer) {
                return Optional.empty();
            }
        };
    }
}
