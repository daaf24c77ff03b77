package io.slipway.lab;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A wanted lab.
 *
 * @param name tells labs on one machine apart
 * @param wantedSubnet {@code null} to take one that nothing else on this machine uses
 * @param suite a Debian release; empty for this machine's own
 * @param withPython for nodes on which Ansible itself is to run, to compare
 */
public record LabSpec(
        String name, List<NodeSpec> nodes, @Nullable Subnet wantedSubnet, String suite, boolean withPython) {

    public static final String DEFAULT_NAME = "lab";
    public static final String DEFAULT_NODES = "1+2";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,19}");
    private static final Pattern SUITE = Pattern.compile("[a-z]*");

    public LabSpec {
        checkName(name);
        if (!SUITE.matcher(suite).matches()) {
            throw new LabException(Problem.of("'" + suite + "' cannot be the name of a release")
                    .at(Position.in("--suite")));
        }
        nodes = List.copyOf(nodes);
    }

    /** One management node and two compute nodes. */
    public static LabSpec named(String name) {
        return new LabSpec(name, NodeSpec.parse(DEFAULT_NODES), null, "", false);
    }

    public LabSpec nodes(String written) {
        return new LabSpec(name, NodeSpec.parse(written), wantedSubnet, suite, withPython);
    }

    public LabSpec subnet(String cidr) {
        return new LabSpec(name, nodes, Subnet.parse(cidr), suite, withPython);
    }

    public LabSpec suite(String release) {
        return new LabSpec(name, nodes, wantedSubnet, release, withPython);
    }

    public LabSpec python(boolean wanted) {
        return new LabSpec(name, nodes, wantedSubnet, suite, wanted);
    }

    public Optional<Subnet> subnet() {
        return Optional.ofNullable(wantedSubnet);
    }

    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new LabException(
                    Problem.of("'" + name + "' cannot be the name of a lab")
                            .at(Position.in("--name"))
                            .because(
                                    "it takes lower-case letters, digits and dashes, begins with a letter, and has at most 20 characters"));
        }
    }
}
