package io.slipway.cli;

import io.slipway.common.state.EgressTable;
import io.slipway.common.state.StateDatabase;
import java.io.PrintWriter;
import java.nio.file.Path;

/** {@code slipway egress}: what in the pod wants to leave it. */
final class EgressCommand {

    private EgressCommand() {}

    /** A line for each name and each machine that asked for it: how often, when last, and what it was told. */
    static int run(Path home, PrintWriter out) {
        try (StateDatabase database = StateDatabase.open(home)) {
            for (EgressTable.Row row : new EgressTable(database).all()) {
                out.printf(
                        "%-40s %-15s %6d  %s  %s%n",
                        row.name(), row.client(), row.count(), row.last(), row.forwarded() ? "forwarded" : "refused");
            }
        }
        out.flush();
        return 0;
    }
}
