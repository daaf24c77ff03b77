package io.slipway.netboot.dhcp;

import io.slipway.netboot.boot.Platform;
import io.slipway.netboot.boot.Route;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message says about a machine that boots over the network (RFC 4578).
 *
 * @param machine its UUID as SMBIOS prints it, if firmware says one that is more than a placeholder
 */
record BootClient(Route route, Platform platform, Optional<UUID> machine) {

    static final String PXE = "PXEClient";
    static final String HTTP = "HTTPClient";

    private static final String IPXE = "iPXE";
    private static final Pattern ARCHITECTURE = Pattern.compile("(?:PXE|HTTP)Client:Arch:(\\d{5}).*");
    private static final int MACHINE_SIZE = 17;

    /**
     * Nothing when the sender asks for an address alone. That is also what one gets that contradicts itself, such as by an identifier of the
     * wrong size: an address does it no harm, a loader might.
     */
    static Optional<BootClient> of(DhcpMessage message) {
        Options options = message.options();
        String vendor = options.text(Option.VENDOR_CLASS);
        boolean http = vendor.startsWith(HTTP);
        boolean ipxe = isIpxe(options);
        byte[] machine = options.bytes(Option.MACHINE).orElse(new byte[0]);
        if (!http && !ipxe && !vendor.startsWith(PXE)) {
            return Optional.empty();
        }
        if (machine.length != 0 && (machine.length != MACHINE_SIZE || machine[0] != 0)) {
            return Optional.empty();
        }
        Route route = ipxe ? Route.IPXE : http ? Route.HTTP : Route.PXE;
        return platform(options, vendor).map(platform -> new BootClient(route, platform, uuid(machine)));
    }

    /** Option 175 is iPXE's own; its user class can be set to anything, and has no length in front although RFC 3004 wants one. */
    private static boolean isIpxe(Options options) {
        String classes = options.text(Option.USER_CLASS);
        return options.has(Option.IPXE) || classes.equals(IPXE) || classes.contains((char) IPXE.length() + IPXE);
    }

    /** The first architecture that is known; firmware lists several, or, if it is old, none but in the vendor class. */
    private static Optional<Platform> platform(Options options, String vendor) {
        List<Integer> types = new ArrayList<>();
        ByteBuffer listed = ByteBuffer.wrap(options.bytes(Option.ARCHITECTURE).orElse(new byte[0]));
        while (listed.remaining() >= 2) {
            types.add(Short.toUnsignedInt(listed.getShort()));
        }
        Matcher named = ARCHITECTURE.matcher(vendor);
        if (types.isEmpty()) {
            types.add(named.matches() ? Integer.parseInt(named.group(1)) : 0);
        }
        return types.stream().map(Platform::numbered).flatMap(Optional::stream).findFirst();
    }

    /** The first three fields travel with their least byte first. */
    private static Optional<UUID> uuid(byte[] machine) {
        if (machine.length != MACHINE_SIZE) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(machine, 1, MACHINE_SIZE - 1);
        long first = Integer.toUnsignedLong(Integer.reverseBytes(in.getInt()));
        long second = Short.toUnsignedLong(Short.reverseBytes(in.getShort()));
        long third = Short.toUnsignedLong(Short.reverseBytes(in.getShort()));
        UUID uuid = new UUID(first << 32 | second << 16 | third, in.getLong());
        boolean placeholder = uuid.equals(new UUID(0, 0)) || uuid.equals(new UUID(-1, -1));
        return placeholder ? Optional.empty() : Optional.of(uuid);
    }
}
