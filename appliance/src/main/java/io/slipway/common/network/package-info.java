/** Addresses of networks and of network cards, as values. */
@NullMarked
package io.slipway.common.network;

import org.jspecify.annotations.NullMarked;
