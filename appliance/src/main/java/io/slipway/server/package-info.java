/** The HTTP front door: routes as a table, files sent with zero copies. The one place that uses Undertow; it knows no wing. */
@NullMarked
package io.slipway.server;

import org.jspecify.annotations.NullMarked;
