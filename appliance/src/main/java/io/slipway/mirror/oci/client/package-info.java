/** Pulls from and pushes to other registries (OCI distribution-spec 1.1), with the manners that each of them wants. */
@NullMarked
package io.slipway.mirror.oci.client;

import org.jspecify.annotations.NullMarked;
