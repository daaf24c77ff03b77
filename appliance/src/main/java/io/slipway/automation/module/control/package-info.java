/** Modules that act on this side only: they look at variables, set them, or stop the play, and never talk to a node. */
@NullMarked
package io.slipway.automation.module.control;

import org.jspecify.annotations.NullMarked;
