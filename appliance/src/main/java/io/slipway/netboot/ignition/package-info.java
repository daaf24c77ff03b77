/** Ignition configs, which CoreOS and Flatcar apply when they first boot: read, checked as upstream checks them, and made from Butane. */
@NullMarked
package io.slipway.netboot.ignition;

import org.jspecify.annotations.NullMarked;
