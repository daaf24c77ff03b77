package io.slipway.mirror.fetch;

import io.slipway.mirror.store.Generation;
import java.net.URI;

/** A file whose content is known beforehand, and where to get it. */
public record Wanted(URI uri, Generation.Entry content) {}
