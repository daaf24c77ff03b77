/** What a machine shows to be given what is meant for it alone, and the key by which it is known afterwards. */
@NullMarked
package io.slipway.netboot.token;

import org.jspecify.annotations.NullMarked;
