/** What a registry knows, over the shared store: which repository has which blobs, manifests, tags and referrers; uploads on their way. */
@NullMarked
package io.slipway.mirror.oci.registry;

import org.jspecify.annotations.NullMarked;
