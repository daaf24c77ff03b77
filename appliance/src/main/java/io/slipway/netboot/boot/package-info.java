/** What a machine is answered when it boots: one pure function of the node, its state, its firmware and the way it asks. */
@NullMarked
package io.slipway.netboot.boot;

import org.jspecify.annotations.NullMarked;
