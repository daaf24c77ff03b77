package io.slipway.cli;

import io.slipway.cli.line.Action;
import io.slipway.cli.line.Command;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Syntax;
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

/** {@code slipway lab}: a pod of real SSH nodes on this machine. */
final class LabCommand implements Command {

    /** For the help of every command that raises a lab. */
    static final String ENVIRONMENT = """

            Environment:
              DOCKER_HOST        unix:///path of the Docker engine to use (default:
                                 the system's, else one that Slipway starts)
              SLIPWAY_LAB_CACHE  directory that keeps the nodes' root file systems
                                 (default: lab/cache in Slipway's home)
            """;

    private final Supplier<Path> home;
    private final Console console;
    private final Progress progress;

    LabCommand(Supplier<Path> home, Console console, Progress progress) {
        this.home = home;
        this.console = console;
        this.progress = progress;
    }

    @Override
    public Action declare(Syntax syntax) {
        syntax.command("up", "Raise the lab, or repair it.", this::up);
        syntax.command("status", "Show how the nodes are.", this::status);
        syntax.command("ssh", "Log in to a node, or run a command on it.", this::ssh);
        syntax.command("down", "Remove the lab.", this::down);
        syntax.footer(ENVIRONMENT);
        return console.usage(syntax);
    }

    private static Given<String> which(Syntax syntax) {
        return syntax.option("--name", "LAB", "Which lab (default: " + LabSpec.DEFAULT_NAME + ").");
    }

    private Action up(Syntax syntax) {
        Given<String> name = which(syntax);
        Given<String> nodes = syntax.option(
                "--nodes",
                "M+C|NAME,…",
                "Management and compute nodes, or names (default: " + LabSpec.DEFAULT_NODES + ").");
        Given<String> subnet =
                syntax.option("--subnet", "CIDR", "Their addresses (default: a free range in 10.77.0.0/16).");
        Given<String> suite =
                syntax.option("--suite", "SUITE", "Debian release of the nodes (default: that of this machine).");
        Given<Boolean> python = syntax.flag("--with-python", "Put Python on the nodes, to run Ansible itself on them.");
        syntax.footer(ENVIRONMENT);
        return () -> {
            LabSpec wanted = LabSpec.named(name.or(LabSpec.DEFAULT_NAME))
                    .nodes(nodes.or(LabSpec.DEFAULT_NODES))
                    .suite(suite.or(""))
                    .python(python.present());
            return up(subnet.last().map(wanted::subnet).orElse(wanted));
        };
    }

    private int up(LabSpec wanted) {
        PrintWriter out = console.out();
        Lab raised = labs().up(wanted);
        for (LabNode node : raised.nodes()) {
            out.printf(
                    "%-12s %-15s %s%n",
                    node.name(), node.address(), node.group().groupName());
        }
        out.printf("inventory: %s%n", raised.inventory());
        out.flush();
        return 0;
    }

    private Action status(Syntax syntax) {
        Given<String> name = which(syntax);
        return () -> status(name.or(LabSpec.DEFAULT_NAME));
    }

    private int status(String name) {
        PrintWriter out = console.out();
        LabStatus status = labs().status(name);
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

    private Action ssh(Syntax syntax) {
        Given<String> name = which(syntax);
        Given<String> node = syntax.operand("NODE", "As in `slipway lab status`.");
        Given<String> command = syntax.operand("[COMMAND...]", "After --, what to run.");
        return () -> ssh(sshCommand(labs().open(name.or(LabSpec.DEFAULT_NAME)), node.or(""), command.all()));
    }

    private static int ssh(List<String> argv) {
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

    private Action down(Syntax syntax) {
        Given<String> name = which(syntax);
        Given<Boolean> keepImage =
                syntax.flag("--keep-image", "Leave the image in the engine, so that the next lab rises faster.");
        return () -> {
            labs().down(name.or(LabSpec.DEFAULT_NAME), keepImage.present());
            return 0;
        };
    }

    private Labs labs() {
        return new Labs(home.get(), System.getenv(), progress);
    }
}
