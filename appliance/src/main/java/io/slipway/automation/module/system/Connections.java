package io.slipway.automation.module.system;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The TCP connections to a port of the node, from {@code /proc/net/tcp} and {@code tcp6}: drained when none of them is active.
 *
 * @param host the address that connections were made to; {@code 0.0.0.0} for any
 * @param states those that count as active
 * @param excluded whose connections don't count
 */
record Connections(String host, long port, List<String> states, List<String> excluded) implements Look {

    static final List<String> ACTIVE =
            List.of("ESTABLISHED", "FIN_WAIT1", "FIN_WAIT2", "SYN_RECV", "SYN_SENT", "TIME_WAIT");

    /** In the order of the kernel's numbers, from 1. */
    static final List<String> STATES = List.of(
            "ESTABLISHED",
            "SYN_SENT",
            "SYN_RECV",
            "FIN_WAIT1",
            "FIN_WAIT2",
            "TIME_WAIT",
            "CLOSE",
            "CLOSE_WAIT",
            "LAST_ACK",
            "LISTEN",
            "CLOSING");

    private static final String MAPPED = "0000000000000000FFFF0000";

    private static final String SCRIPT = """
            for _name in "$@"; do ask "host $_name" getent -- ahosts "$_name"; done
            ask tcp grep -h -i "^ *[0-9]*: [0-9A-F]*:$_port " /proc/net/tcp /proc/net/tcp6
            exit 0
            """;

    @Override
    public Seen now(Node node) {
        Set<String> names = new HashSet<>(excluded);
        names.add(host);
        String text = "set -- " + Script.words(names) + "\n" + SCRIPT;
        Found found = Found.ask(node, Found.script(text).set("_port", String.format("%04X", port)));
        Set<String> local = addresses(found, host);
        Set<String> ignored = new HashSet<>();
        excluded.forEach(name -> ignored.addAll(addresses(found, name)));
        boolean any = local.contains("00000000");
        boolean active = found.lines("tcp").stream()
                .map(line -> List.of(line.strip().split("[\\s:]+")))
                .filter(fields -> fields.size() > 5)
                .filter(fields -> states.contains(state(fields.get(5))))
                .filter(fields -> !ignored.contains(plain(fields.get(3))))
                .anyMatch(fields -> any || local.contains(plain(fields.get(1))));
        return new Seen(!active, "");
    }

    private static String state(String hex) {
        int number = hex.matches("[0-9A-Fa-f]{1,2}") ? Integer.parseInt(hex, 16) : 0;
        return number >= 1 && number <= STATES.size() ? STATES.get(number - 1) : "";
    }

    /** An IPv4 address inside an IPv6 one counts as itself. */
    private static String plain(String hex) {
        return hex.startsWith(MAPPED) ? hex.substring(MAPPED.length()) : hex;
    }

    private static Set<String> addresses(Found found, String name) {
        Set<String> addresses = new HashSet<>();
        for (String line : found.lines("host " + name)) {
            String address = line.split("\\s+", 2)[0];
            if (address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
                addresses.add(hex(address));
            }
        }
        return addresses;
    }

    /** As the kernel of a little-endian machine prints it. */
    static String hex(String address) {
        StringBuilder hex = new StringBuilder();
        for (String part : address.split("\\.")) {
            hex.insert(0, String.format("%02X", Integer.parseInt(part)));
        }
        return hex.toString();
    }

    @Override
    public boolean reads() {
        return false;
    }

    @Override
    public String timeout(ModuleCall call) {
        return "Timeout when waiting for " + host + ":" + port + " to drain";
    }
}
