/** What OCI images are made of, as values: names, digests, descriptors, manifests (OCI image-spec and distribution-spec 1.1). */
@NullMarked
package io.slipway.mirror.oci;

import org.jspecify.annotations.NullMarked;
