package io.slipway.netboot.dhcp;

import io.slipway.common.network.IpAddress;
import io.slipway.netboot.boot.Node;

/** A node of the inventory, and the address that it always gets. */
public record Reservation(Node node, IpAddress address) {}
