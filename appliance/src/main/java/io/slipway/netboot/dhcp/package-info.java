/** DHCP for IPv4 (RFC 2131 and 2132): addresses for all, and loaders for what boots over the network. */
@NullMarked
package io.slipway.netboot.dhcp;

import org.jspecify.annotations.NullMarked;
