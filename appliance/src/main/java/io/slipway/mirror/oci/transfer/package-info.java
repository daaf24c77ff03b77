/** Takes an image, with all that belongs to it, from one place to another: which places there are is not known here. */
@NullMarked
package io.slipway.mirror.oci.transfer;

import org.jspecify.annotations.NullMarked;
