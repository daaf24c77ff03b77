/** Modules that bring trees of files to nodes: from Git, and by comparison with this side. */
@NullMarked
package io.slipway.automation.module.source;

import org.jspecify.annotations.NullMarked;
