/** Disks on a node: file systems and volume groups. */
@NullMarked
package io.slipway.automation.module.disks;

import org.jspecify.annotations.NullMarked;
