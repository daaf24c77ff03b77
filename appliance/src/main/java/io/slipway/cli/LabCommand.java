package io.slipway.cli;

import io.slipway.common.IoReason;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.lab.Lab;
import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.LabException;
import io.slipway.lab.LabSpec;
import io.slipway.lab.LabStatus;
import io.slipway.lab.Labs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway lab}: a pod of real SSH nodes on this machine. */
@Command(
        name = "lab",
        description = "A pod of real SSH nodes on this machine, on a Docker engine.",
        footer = LabCommand.ENVIRONMENT,
        mixinStandardHelpOptions = true)
public final class LabCommand extends GroupCommand {

    /** For the help of every command that raises a lab; {@code %n} begins a line. */
    static final String ENVIRONMENT = "%nEnvironment:%n"
            + "  DOCKER_HOST        unix:///path of the Docker engine to use (default:%n"
            + "                     the system's, else one that Slipway starts)%n"
            + "  SLIPWAY_LAB_CACHE  directory that keeps the nodes' root file systems%n"
            + "                     (default: lab/cache in Slipway's home)";

    private final Supplier<Path> home;
    private final PrintWriter out;
    private final Progress progress;

    /** Which lab: the option of every subcommand. */
    static final class Which {
        @Option(
                names = "--name",
                defaultValue = LabSpec.DEFAULT_NAME,
                description = "Which lab (default: ${DEFAULT-VALUE}).")
        private String name = LabSpec.DEFAULT_NAME;
    }

    public LabCommand(Supplier<Path> home, PrintWriter out, Progress progress) {
        this.home = home;
        this.out = out;
        this.progress = progress;
    }

    @Command(description = "Raise the lab, or repair it.", footer = ENVIRONMENT, mixinStandardHelpOptions = true)
    int up(
            @Mixin Which lab,
            @Option(
                            names = "--nodes",
                            defaultValue = LabSpec.DEFAULT_NODES,
                            paramLabel = "M+C|NAME,…",
                            description = "Management and compute nodes, or names (default: ${DEFAULT-VALUE}).")
                    String nodes,
            @Option(
                            names = "--subnet",
                            defaultValue = "",
                            paramLabel = "CIDR",
                            description = "Their addresses (default: a free range in 10.77.0.0/16).")
                    String subnet,
            @Option(
                            names = "--suite",
                            defaultValue = "",
                            description = "Debian release of the nodes (default: that of this machine).")
                    String suite,
            @Option(names = "--with-python", description = "Put Python on the nodes, to run Ansible itself on them.")
                    boolean python) {
        LabSpec wanted = LabSpec.named(lab.name).nodes(nodes).suite(suite).python(python);
        Lab raised = labs().up(subnet.isEmpty() ? wanted : wanted.subnet(subnet));
        for (LabNode node : raised.nodes()) {
            out.printf(
                    "%-12s %-15s %s%n",
                    node.name(), node.address(), node.group().groupName());
        }
        out.printf("inventory: %s%n", raised.inventory());
        out.flush();
        return 0;
    }

    @Command(description = "Show how the nodes are.", mixinStandardHelpOptions = true)
    int status(@Mixin Which lab) {
        LabStatus status = labs().status(lab.name);
        out.printf("%-12s %-15s %-11s %-10s %-10s %s%n", "NODE", "ADDRESS", "GROUP", "CONTAINER", "SYSTEMD", "SSH");
        for (LabStatus.NodeStatus node : status.nodes()) {
            out.printf(
                    "%-12s %-15s %-11s %-10s %-10s %s%n",
                    node.node().name(),
                    node.node().address(),
                    node.node().group().groupName(),
                    node.container(),
                    node.systemd().isEmpty() ? "-" : node.systemd(),
                    node.ssh() ? "yes" : "no");
        }
        out.printf("inventory: %s%n", status.lab().inventory());
        out.flush();
        return status.ready() ? 0 : 1;
    }

    @Command(description = "Log in to a node, or run a command on it.", mixinStandardHelpOptions = true)
    int ssh(
            @Mixin Which lab,
            @Parameters(index = "0", paramLabel = "NODE", description = "As in `slipway lab status`.") String node,
            @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND", description = "After --, what to run.")
                    @Nullable
                    List<String> command) {
        List<String> argv = sshCommand(labs().open(lab.name), node, command == null ? List.of() : command);
        try {
            return new ProcessBuilder(argv).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new LabException(
                    Problem.of("ssh cannot be started")
                            .because(IoReason.of(e))
                            .hint("install it (on Debian: apt-get install openssh-client)"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(Problem.of("interrupted"), e);
        }
    }

    static List<String> sshCommand(Lab lab, String name, List<String> command) {
        LabNode node = lab.nodes().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = lab.nodes().stream().map(LabNode::name).toList();
                    return new LabException(Problem.of("lab '" + lab.name() + "' has no node '" + name + "'")
                            .because("it has " + String.join(", ", names))
                            .hint(NearMiss.hint(name, names)));
                });
        List<String> argv = new ArrayList<>(
                List.of("ssh", "-F", "none", "-i", lab.privateKey().toString(), "-o", "IdentitiesOnly=yes"));
        argv.addAll(List.of("-o", "UserKnownHostsFile=" + lab.knownHosts(), "-o", "StrictHostKeyChecking=yes"));
        argv.add(Lab.USER + "@" + node.address());
        if (!command.isEmpty()) {
            argv.add("--");
            argv.addAll(command);
        }
        return argv;
    }

    @Command(description = "Remove the lab.", mixinStandardHelpOptions = true)
    int down(
            @Mixin Which lab,
            @Option(
                            names = "--keep-image",
                            description = "Leave the image in the engine, so that the next lab rises faster.")
                    boolean keepImage) {
        labs().down(lab.name, keepImage);
        return 0;
    }

    private Labs labs() {
        return new Labs(home.get(), System.getenv(), progress);
    }
}
