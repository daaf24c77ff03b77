package io.slipway.cli;

import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Syntax;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.lab.LabSpec;
import java.io.IOException;
import java.util.function.Function;

/** {@code slipway demo}. */
final class DemoCommand implements Action {

    private final Function<String, Demo> demo;
    private final Given<Boolean> keep;
    private final Given<String> nodes;

    /** @param demo makes the tour for these nodes */
    DemoCommand(Syntax syntax, Function<String, Demo> demo) {
        this.demo = demo;
        keep = syntax.flag("--keep", "leave everything running and say how to look around");
        nodes = syntax.option(
                "--nodes", "M+C", "management and compute nodes (default: " + LabSpec.DEFAULT_NODES + ")");
        syntax.footer(LabCommand.ENVIRONMENT);
    }

    @Override
    public int run() {
        try {
            return demo.apply(nodes.or(LabSpec.DEFAULT_NODES)).run(keep.present());
        } catch (IOException e) {
            throw new CommandException(Problem.of("the demo could not go on").because(IoReason.withFile(e)), e);
        }
    }
}
