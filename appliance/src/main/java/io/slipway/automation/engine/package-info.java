/** Runs playbooks: resolves variables, templates arguments, decides when, loops, delegates, and tells what happened. */
@NullMarked
package io.slipway.automation.engine;

import org.jspecify.annotations.NullMarked;
