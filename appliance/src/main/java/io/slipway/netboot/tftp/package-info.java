/** TFTP as boot firmware speaks it: reading only, with the options of RFC 2347 to 2349 and 7440. */
@NullMarked
package io.slipway.netboot.tftp;

import org.jspecify.annotations.NullMarked;
