/** Brings lists of images into the store and publishes them under the names of the registries that they come from. */
@NullMarked
package io.slipway.mirror.oci.sync;

import org.jspecify.annotations.NullMarked;
