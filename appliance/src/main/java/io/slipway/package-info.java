/** Slipway: an appliance that brings an air-gapped pod from bare metal to running GPU jobs. */
@NullMarked
package io.slipway;

import org.jspecify.annotations.NullMarked;
