/** What a task can do: modules with declared arguments that probe a node and act on it. */
@NullMarked
package io.slipway.automation.module;

import org.jspecify.annotations.NullMarked;
