package io.slipway.parity;

import io.slipway.common.Progress;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A lab of as many nodes as a case has, of a name that no other run has, thrown away when it is closed. */
final class ParityLab implements AutoCloseable {

    private final Labs labs;
    private final String name;
    private final Nodes nodes;

    /** @param python whether the nodes have Python, for Ansible's sake */
    ParityLab(String name, boolean python, Path home) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putIfAbsent(
                "SLIPWAY_LAB_CACHE",
                Path.of("target/lab-cache").toAbsolutePath().toString());
        this.name = name + "-" + ProcessHandle.current().pid();
        labs = new Labs(home, environment, Progress.NONE);
        nodes = new LabNodes(labs.up(LabSpec.named(this.name).nodes("1+2").python(python)));
    }

    Nodes nodes() {
        return nodes;
    }

    @Override
    public void close() {
        labs.down(name, false);
    }
}
