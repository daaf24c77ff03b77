package io.slipway.automation.module.facts;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SMBIOS structures that speak of a management controller (DSP0134, sections 7.39 and 7.43; for Redfish DSP0270, section 8). */
final class BmcTables {

    private static final List<String> INTERFACES = List.of("Unknown", "KCS", "SMIC", "BT", "SSIF");
    private static final int NETWORK_HOST_INTERFACE = 0x40;
    private static final int REDFISH_OVER_IP = 4;
    private static final int IPV4 = 1;

    private BmcTables() {}

    /** Type 38: how IPMI commands reach it. */
    static Map<String, @Nullable Object> ipmi(String hex) {
        byte[] table = bytes(hex);
        if (table.length < 6) {
            return Map.of();
        }
        Map<String, @Nullable Object> ipmi = new LinkedHashMap<>();
        ipmi.put("interface", INTERFACES.get(table[4] >= 0 && table[4] < INTERFACES.size() ? table[4] : 0));
        ipmi.put("ipmi_version", (table[5] >> 4 & 15) + "." + (table[5] & 15));
        return ipmi;
    }

    /** Type 42: where its Redfish service answers the host; empty if it doesn't. */
    static Map<String, @Nullable Object> redfish(String hex) {
        byte[] table = bytes(hex);
        if (table.length < 7 || (table[4] & 255) != NETWORK_HOST_INTERFACE) {
            return Map.of();
        }
        int at = 6 + (table[5] & 255);
        int records = at < table.length ? table[at++] & 255 : 0;
        for (int i = 0; i < records && at + 1 < table.length; i++) {
            int length = table[at + 1] & 255;
            int end = Math.min(table.length, at + 2 + length);
            if (table[at] == REDFISH_OVER_IP) {
                return service(Arrays.copyOfRange(table, at + 2, end));
            }
            at = end;
        }
        return Map.of();
    }

    private static Map<String, @Nullable Object> service(byte[] record) {
        if (record.length < 91) {
            return Map.of();
        }
        Map<String, @Nullable Object> service = new LinkedHashMap<>();
        service.put("host_address", address(record, 17, 18));
        service.put("address", address(record, 51, 52));
        service.put("port", (record[84] & 255L) | (record[85] & 255L) << 8);
        int length = Math.min(record[90] & 255, record.length - 91);
        service.put("hostname", new String(record, 91, length, StandardCharsets.UTF_8).replace("\0", ""));
        return service;
    }

    private static @Nullable String address(byte[] record, int format, int from) {
        int length = record[format] == IPV4 ? 4 : 16;
        try {
            InetAddress address = InetAddress.getByAddress(Arrays.copyOfRange(record, from, from + length));
            return record[format] == 0 || address.isAnyLocalAddress() ? null : address.getHostAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static byte[] bytes(String hex) {
        return hex.matches("(?:[0-9a-f]{2})*") ? HexFormat.of().parseHex(hex) : new byte[0];
    }
}
