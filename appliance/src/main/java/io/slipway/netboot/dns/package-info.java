/** The DNS of the pod (RFC 1034 and 1035): its own names from the inventory, others from forwarders if there are any. */
@NullMarked
package io.slipway.netboot.dns;

import org.jspecify.annotations.NullMarked;
