package io.slipway.lab;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** This machine's IPv4 routes, which say which addresses are taken. */
final class Routes {

    private static final Path TABLE = Path.of("/proc/net/route");

    private Routes() {}

    record Route(String device, Subnet subnet) {}

    static List<Route> ofThisMachine() {
        try {
            return parse(Files.readString(TABLE));
        } catch (IOException e) {
            throw new LabException(
                    Problem.of("the routes of this machine cannot be read").because(IoReason.of(e)), e);
        }
    }

    /** The kernel's table: hexadecimal addresses in the byte order of the machine, which is little-endian wherever we run. */
    static List<Route> parse(String table) {
        return table.lines()
                .skip(1)
                .map(line -> line.split("\\s+"))
                .filter(fields -> fields.length >= 8 && !fields[7].equals("00000000"))
                .map(fields -> new Route(fields[0], new Subnet(address(fields[1]), Long.bitCount(address(fields[7])))))
                .toList();
    }

    private static long address(String hex) {
        return Integer.toUnsignedLong(Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16)));
    }
}
