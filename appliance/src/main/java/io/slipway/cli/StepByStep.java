package io.slipway.cli;

import io.slipway.automation.engine.PlaybookRunner;
import io.slipway.cli.output.Paper;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** {@code --step}: asks before each task, until told to go on without asking. Questions and answers are Ansible's. */
final class StepByStep implements PlaybookRunner.Gate {

    private final UnaryOperator<String> ask;
    private final Paper paper;
    private boolean free;

    StepByStep(UnaryOperator<String> ask, Paper paper) {
        this.ask = ask;
        this.paper = paper;
    }

    @Override
    public boolean admits(String task) {
        if (free) {
            return true;
        }
        String question = "Perform task: TASK: " + task + " (N)o/(y)es/(c)ontinue:";
        String answer = ask.apply(question + " ").toLowerCase(Locale.ROOT);
        paper.banner(question);
        free = answer.equals("c") || answer.equals("continue");
        return free || answer.equals("y") || answer.equals("yes");
    }
}
