/** OpenPGP signatures and a small X.509 authority: the one place that uses Bouncy Castle. */
@NullMarked
package io.slipway.common.crypto;

import org.jspecify.annotations.NullMarked;
