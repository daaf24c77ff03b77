/** Variables: who wins over whom, and the lazy templating of what was written into what is meant. */
@NullMarked
package io.slipway.automation.engine.variables;

import org.jspecify.annotations.NullMarked;
