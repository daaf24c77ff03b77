package io.slipway.automation.inventory;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.List;
import java.util.Optional;

/** The hosts that one entry of a source stands for, and the port behind them. */
record Hosts(List<String> names, Optional<Integer> port) {

    static Hosts of(String entry, Position at) {
        Optional<HostAddress> address = HostAddress.parse(entry);
        if (address.isEmpty() && entry.endsWith(":")) {
            throw new InventoryException(Problem.of("'" + entry + "' is no host")
                    .at(at)
                    .because("a port follows the colon")
                    .hint("if this is a YAML inventory, call the file .yml"));
        }
        if (entry.equals("---")) {
            throw new InventoryException(
                    Problem.of("'---' is no host").at(at).hint("if this is a YAML inventory, call the file .yml"));
        }
        String pattern = address.map(HostAddress::name).orElse(entry);
        return new Hosts(HostRange.expand(pattern, at), address.flatMap(HostAddress::port));
    }
}
