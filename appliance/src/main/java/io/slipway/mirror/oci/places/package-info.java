/** Where images can be, as skopeo writes it (containers-transports(5)), and the way there. */
@NullMarked
package io.slipway.mirror.oci.places;

import org.jspecify.annotations.NullMarked;
