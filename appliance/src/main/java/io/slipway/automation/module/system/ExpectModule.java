package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.module.shell.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** {@code expect}: runs a program that asks questions, and answers them. */
final class ExpectModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("expect", "Runs a program and answers what it asks")
            .options(
                    Option.of("command", STRING, "The program and its words; no shell reads them")
                            .mandatory(),
                    Option.of("responses", MAP, "Python regular expressions, and what to answer where one matches")
                            .mandatory()
                            .secret(),
                    Option.of("chdir", PATH, "Change into this directory first"),
                    Option.of("creates", PATH, "Do not run when this exists"),
                    Option.of("removes", PATH, "Do not run when this does not exist"),
                    Option.of("timeout", INT, "For how many seconds to wait for the next question")
                            .orElse(30L),
                    Option.of("echo", BOOL, "Whether answers are part of the output")
                            .orElse(false))
            .differs(
                    "the node needs no Python and no pexpect, but `script` and `setsid` (of util-linux)",
                    "answers are never shown, and a pattern never matches nothing",
                    "a program that a signal ends has an exit status of 128 and the signal's number")
            .build();

    private final Waiting waiting;

    ExpectModule(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.check()) {
            return ModuleResult.skipped("remote module (expect) does not support check mode");
        }
        Arguments a = call.arguments();
        String command = a.string("command");
        Answers answers = Answers.of(a.map("responses"));
        List<String> words = Words.split(command);
        if (words.isEmpty()) {
            throw new ModuleFailure("no command given").with("rc", 256L);
        }
        Terminal.Start start = Terminal.start(call.node(), words, a);
        return switch (start) {
            case Terminal.NotNeeded notNeeded ->
                ModuleResult.unchanged()
                        .with("cmd", command)
                        .with("stdout", "skipped, since " + notNeeded.why())
                        .with("rc", 0L);
            case Terminal.Running running -> talk(running.terminal(), answers, a);
        };
    }

    private ModuleResult talk(Terminal terminal, Answers answers, Arguments a) {
        Duration limit = Duration.ofSeconds(a.number("timeout"));
        Instant since = waiting.now();
        boolean ended = false;
        Optional<String> failed = Optional.empty();
        while (!ended && failed.isEmpty()) {
            Optional<String> answer = answer(terminal, answers);
            if (answer.isPresent()) {
                since = waiting.now();
            } else if (Duration.between(since, waiting.now()).compareTo(limit) >= 0) {
                failed = Optional.of("command exceeded timeout");
            }
            if (failed.isEmpty()) {
                Terminal.Heard heard = terminal.hear(answer);
                answers.heard(heard.text());
                ended = heard.ended();
            }
        }
        if (failed.isPresent()) {
            terminal.stop();
        } else if (terminal.status() != 0) {
            failed = Optional.of("non-zero return code");
        }
        return result(terminal, answers, a, failed);
    }

    private static Optional<String> answer(Terminal terminal, Answers answers) {
        try {
            return answers.next();
        } catch (ModuleFailure noneLeft) {
            terminal.stop();
            throw noneLeft;
        }
    }

    private static ModuleResult result(Terminal terminal, Answers answers, Arguments a, Optional<String> failed) {
        ModuleResult result = failed.map(ModuleResult::failed).orElse(ModuleResult.changed(true));
        String printed = NodeText.decode(answers.printed()).replaceAll("[\r\n]+$", "");
        LocalDateTime start = terminal.started();
        LocalDateTime end = terminal.ended();
        return new ModuleResult(true, failed.isPresent(), false, result.values(), List.of())
                .with("cmd", a.string("command"))
                .with("stdout", printed)
                .with("stdout_lines", Words.lines(printed))
                .with("rc", terminal.status() < 0 ? null : (long) terminal.status())
                .with("start", CommandAnswer.written(start))
                .with("end", CommandAnswer.written(end))
                .with("delta", CommandAnswer.delta(Duration.between(start, end)));
    }
}
