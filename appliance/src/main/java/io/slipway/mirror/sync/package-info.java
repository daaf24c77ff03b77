/** Reads what is to be mirrored ({@code mirrors/*.yml}) and does it: fetch, verify, resolve, store, publish. */
@NullMarked
package io.slipway.mirror.sync;

import org.jspecify.annotations.NullMarked;
