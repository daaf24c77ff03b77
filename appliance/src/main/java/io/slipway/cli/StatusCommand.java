package io.slipway.cli;

import io.slipway.automation.inventory.Inventory;
import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.common.json.Json;
import io.slipway.common.state.JourneyTable;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.pod.Pod;
import io.slipway.pod.ReadPod;
import io.slipway.pod.journey.JourneyLog;
import io.slipway.pod.journey.LookAtPod;
import io.slipway.pod.journey.Outlook;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/** {@code slipway status}: of what is written down; asks no node. */
final class StatusCommand implements Action {

    private static final String JSON = "json";

    private final Supplier<Path> home;
    private final PodInventory inventories;
    private final PrintWriter out;
    private final JourneyOptions journey;
    private final Given<String> output;

    /** @param program where Slipway lies, with its playbooks */
    StatusCommand(Syntax syntax, Supplier<Path> home, PodInventory inventories, PrintWriter out, Path program) {
        this.home = home;
        this.inventories = inventories;
        this.out = out;
        journey = new JourneyOptions(syntax, program);
        output = syntax.option("--output", "FORM", Reading.oneOf("text", JSON), "text or json (default: text)");
    }

    @Override
    public int run() {
        Inventory inventory = inventories.read();
        Pod pod = ReadPod.of(inventory);
        try (StateDatabase database = StateDatabase.open(home.get())) {
            InstantSource clock = InstantSource.system();
            NodeStates states = new NodeStates(new NodeTimeline(database), clock);
            JourneyLog log = new JourneyLog(new JourneyTable(database), pod.name(), clock);
            LookAtPod look = new LookAtPod(inventory, pod, Set.copyOf(inventory.hosts()), states, log);
            Outlook outlook = Outlook.of(look, log, journey.content(inventory), journey.anew(), journey.installs());
            if (output.or("text").equals(JSON)) {
                out.println(Json.pretty(JourneyText.document(outlook)));
            } else {
                JourneyText.of(outlook).forEach(out::println);
            }
        }
        out.flush();
        return 0;
    }
}
