/** Downloads over HTTP, into memory or into the store. */
@NullMarked
package io.slipway.mirror.fetch;

import org.jspecify.annotations.NullMarked;
