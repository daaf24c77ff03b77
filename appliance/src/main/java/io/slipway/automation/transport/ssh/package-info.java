/** Shells on nodes behind sshd. The only package that knows sshj. */
@NullMarked
package io.slipway.automation.transport.ssh;

import org.jspecify.annotations.NullMarked;
