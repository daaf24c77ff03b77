/** Machines that run from memory: the system that they run, what they report of themselves, and what they are told to do. */
@NullMarked
package io.slipway.netboot.live;

import org.jspecify.annotations.NullMarked;
