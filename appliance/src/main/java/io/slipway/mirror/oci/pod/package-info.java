/** The images that the pod's own store has, as a place to copy from and to. */
@NullMarked
package io.slipway.mirror.oci.pod;

import org.jspecify.annotations.NullMarked;
