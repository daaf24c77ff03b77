/** Files by SHA-256 digest, and generations: immutable indexes that name them. */
@NullMarked
package io.slipway.mirror.store;

import org.jspecify.annotations.NullMarked;
