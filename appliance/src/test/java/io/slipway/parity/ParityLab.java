package io.slipway.parity;

import io.slipway.common.Progress;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A lab of a name that no other run has, thrown away when it is closed. */
final class ParityLab implements OwnNode {

    private final Labs labs;
    private final String name;
    private final SshNodes nodes;

    /** As many nodes as a case has. */
    static ParityLab ofThreeNodes(boolean python, Path home) {
        return new ParityLab(python ? "parity-python" : "parity", "1+2", python, home);
    }

    /** One node for one case, with the packages that this case asks for. */
    static ParityLab of(ParityCase parityCase, boolean python, Path home) throws IOException, InterruptedException {
        ParityLab lab = new ParityLab(python ? "parity-py-own" : "parity-own", "1+0", python, home);
        try {
            parityCase.packages().installOn(lab.nodes, python);
            return lab;
        } catch (IOException | InterruptedException | AssertionError failure) {
            lab.close();
            throw failure;
        }
    }

    /** @param python whether the nodes have Python, for Ansible's sake */
    private ParityLab(String name, String wanted, boolean python, Path home) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("SLIPWAY_LAB_CACHE", cache().toString());
        this.name = name + "-" + ProcessHandle.current().pid();
        labs = new Labs(home, environment, Progress.NONE);
        nodes = SshNodes.of(labs.up(LabSpec.named(this.name).nodes(wanted).python(python)));
    }

    @Override
    public Nodes nodes() {
        return nodes;
    }

    /** Where what takes minutes to make is kept. */
    static Path cache() {
        return Path.of(System.getenv().getOrDefault("SLIPWAY_LAB_CACHE", "target/lab-cache"))
                .toAbsolutePath();
    }

    @Override
    public void close() {
        labs.down(name, false);
    }
}
