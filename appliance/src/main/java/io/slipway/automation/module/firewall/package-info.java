/** Modules that keep rules of a node's packet filter. */
@NullMarked
package io.slipway.automation.module.firewall;

import org.jspecify.annotations.NullMarked;
