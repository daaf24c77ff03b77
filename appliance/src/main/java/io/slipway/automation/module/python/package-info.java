/** Modules that content brings along, in Python or any other language. */
@NullMarked
package io.slipway.automation.module.python;

import org.jspecify.annotations.NullMarked;
