/** Modules that act on a node as a machine in its network: restarts and packet filters. */
@NullMarked
package io.slipway.automation.module.host;

import org.jspecify.annotations.NullMarked;
