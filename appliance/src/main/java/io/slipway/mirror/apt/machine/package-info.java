/** The apt configuration of the machine that Slipway runs on: where it gets its own packages from. */
@NullMarked
package io.slipway.mirror.apt.machine;

import org.jspecify.annotations.NullMarked;
