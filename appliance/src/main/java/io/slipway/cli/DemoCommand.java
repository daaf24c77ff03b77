package io.slipway.cli;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.lab.LabSpec;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway demo}. */
@Command(
        name = "demo",
        description =
                "The tour on one machine: doctor, sync, lab, serve, site.yml, and site.yml again, which changes nothing.",
        footer = LabCommand.ENVIRONMENT,
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private final Function<String, Demo> demo;

    @Option(names = "--keep", description = "leave everything running and say how to look around")
    private boolean keep;

    @Option(
            names = "--nodes",
            paramLabel = "M+C",
            description = "management and compute nodes (default: ${DEFAULT-VALUE})")
    private String nodes = LabSpec.DEFAULT_NODES;

    /** @param demo makes the tour for these nodes */
    DemoCommand(Function<String, Demo> demo) {
        this.demo = demo;
    }

    @Override
    public Integer call() {
        try {
            return demo.apply(nodes).run(keep);
        } catch (IOException e) {
            throw new CommandException(Problem.of("the demo could not go on").because(IoReason.withFile(e)), e);
        }
    }
}
