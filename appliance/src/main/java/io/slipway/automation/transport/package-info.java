/** Bytes to and from nodes: one connection per host and run, one shell exchange per task. Knows nothing of modules or playbooks. */
@NullMarked
package io.slipway.automation.transport;

import org.jspecify.annotations.NullMarked;
