/** The distribution protocol (OCI distribution-spec 1.1) as routes of the front door, over the repositories of {@code mirror.oci.registry}. */
@NullMarked
package io.slipway.mirror.oci.serve;

import org.jspecify.annotations.NullMarked;
