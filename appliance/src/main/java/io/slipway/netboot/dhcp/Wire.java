package io.slipway.netboot.dhcp;

import io.slipway.common.network.IpAddress;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Addresses as four bytes. */
final class Wire {

    /** What a datagram of Ethernet holds beside the headers of IPv4 and UDP. */
    static final int LARGEST = 1472;

    static final IpAddress NONE = new IpAddress(4, BigInteger.ZERO);

    private Wire() {}

    static IpAddress address(ByteBuffer in) {
        int value = in.getInt();
        return value == 0 ? NONE : new IpAddress(4, BigInteger.valueOf(Integer.toUnsignedLong(value)));
    }

    static byte[] bytes(IpAddress address) {
        return ByteBuffer.allocate(4).putInt(address.value().intValue()).array();
    }
}
