/** The way of a pod's nodes from bare metal to a cluster that is proven: what is next, and what became of it. */
@NullMarked
package io.slipway.pod.journey;

import org.jspecify.annotations.NullMarked;
