/**
 * Images in folders and archives: OCI image layouts (image-spec image-layout.md), {@code docker save}'s archives old and new, and
 * {@code dir:} as skopeo writes it (containers-transports(5)).
 */
@NullMarked
package io.slipway.mirror.oci.layout;

import org.jspecify.annotations.NullMarked;
