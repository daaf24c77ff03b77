/** Gives out what the store holds: offers routes for the front door. */
@NullMarked
package io.slipway.mirror.serve;

import org.jspecify.annotations.NullMarked;
