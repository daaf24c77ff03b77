/** The shell that stays open on a node and runs one framed script after another; it knows processes with three streams, not SSH. */
@NullMarked
package io.slipway.automation.transport.shell;

import org.jspecify.annotations.NullMarked;
