/** Modules that unpack and make archives. */
@NullMarked
package io.slipway.automation.module.archive;

import org.jspecify.annotations.NullMarked;
