/** Booting over the network as a whole: what is set, and the servers that are started by it. */
@NullMarked
package io.slipway.netboot.serve;

import org.jspecify.annotations.NullMarked;
