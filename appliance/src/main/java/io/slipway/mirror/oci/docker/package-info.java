/** Images from and to a Docker engine, as streams. */
@NullMarked
package io.slipway.mirror.oci.docker;

import org.jspecify.annotations.NullMarked;
