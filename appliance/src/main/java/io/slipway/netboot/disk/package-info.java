/** Which disks of a node its inventory means, for all that writes on them. */
@NullMarked
package io.slipway.netboot.disk;

import org.jspecify.annotations.NullMarked;
