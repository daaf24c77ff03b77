/** Lookups: where {@code lookup()}, {@code query()} and {@code with_…} get their values from, on this side. */
@NullMarked
package io.slipway.automation.engine.lookup;

import org.jspecify.annotations.NullMarked;
