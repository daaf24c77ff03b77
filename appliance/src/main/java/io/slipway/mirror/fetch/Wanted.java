package io.slipway.mirror.fetch;

import io.slipway.mirror.store.Generation;
import java.net.URI;
import java.util.List;

/**
 * A file whose content is known beforehand.
 *
 * @param places where to get it: each is tried if the one before does not have that content
 * @param optional whether it may be absent from all of them; wrong it may not be
 */
public record Wanted(List<URI> places, Generation.Entry content, boolean optional) {

    public Wanted {
        places = List.copyOf(places);
    }

    public Wanted(URI place, Generation.Entry content) {
        this(List.of(place), content, false);
    }
}
