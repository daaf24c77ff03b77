/** The root file system of a lab node: made with mmdebstrap from this machine's own package sources, and cached by content. */
@NullMarked
package io.slipway.lab.rootfs;

import org.jspecify.annotations.NullMarked;
