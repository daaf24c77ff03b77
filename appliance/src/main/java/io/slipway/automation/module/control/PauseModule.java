package io.slipway.automation.module.control;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Waiting;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code pause}: waits a while, or for the person at the terminal. Where nobody is, a pause without a time only warns, as Ansible's does
 * then.
 */
final class PauseModule implements Module {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private static final ModuleSpec SPEC = ModuleSpec.of("pause", "Waits a while")
            .options(
                    Option.of("seconds", Option.Type.FLOAT, "How long, in seconds"),
                    Option.of("minutes", Option.Type.FLOAT, "How long, in minutes"),
                    Option.of("prompt", Option.Type.STRING, "What to ask, or to show for that time"),
                    Option.of("echo", Option.Type.BOOL, "Whether the answer is seen while it is typed")
                            .orElse(true))
            .exclusive("seconds", "minutes")
            .differs("Ctrl-C ends the run; it does not ask whether to go on")
            .build();

    private final Waiting waiting;

    PauseModule(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        LocalDateTime start = LocalDateTime.now(waiting.clock());
        Optional<Duration> wanted = wanted(call);
        Optional<String> answer = wanted.isPresent() ? sleep(call, wanted.get()) : ask(call);
        LocalDateTime stop = LocalDateTime.now(waiting.clock());
        double seconds = Duration.between(start, stop).toMillis() / 1000.0;
        boolean inSeconds = call.arguments().has("seconds");
        double shown = Math.round((inSeconds ? seconds : seconds / 60) * 100) / 100.0;
        ModuleResult result = ModuleResult.unchanged()
                .with("rc", 0)
                .with("stderr", "")
                .with("stdout", "Paused for " + shown + (inSeconds ? " seconds" : " minutes"))
                .with("start", TIME.format(start))
                .with("stop", TIME.format(stop))
                .with("delta", (long) seconds)
                .with("echo", call.flag("echo"))
                .with("user_input", answer.orElse(""));
        return wanted.isPresent() || answer.isPresent()
                ? result
                : result.with("warnings", List.of("Not waiting for response to prompt as stdin is not interactive"));
    }

    private Optional<String> sleep(ModuleCall call, Duration time) {
        call.controller().say("Pausing for " + time.toSeconds() + " seconds" + hidden(call));
        if (call.arguments().has("prompt")) {
            call.controller().say(question(call));
        }
        waiting.sleep(time);
        return Optional.empty();
    }

    private static Optional<String> ask(ModuleCall call) {
        Optional<String> answer = call.controller().ask(question(call), !call.flag("echo"));
        if (answer.isEmpty()) {
            call.controller().say(question(call));
        }
        return answer;
    }

    private static String question(ModuleCall call) {
        String asked =
                call.arguments().has("prompt") ? call.string("prompt") : "Press enter to continue, Ctrl+C to interrupt";
        return "[" + call.controller().task().strip() + "]\n" + asked + hidden(call) + ":";
    }

    private static String hidden(ModuleCall call) {
        return call.flag("echo") ? "" : " (output is hidden)";
    }

    /** Whole seconds, and at least one, as Ansible counts. */
    private static Optional<Duration> wanted(ModuleCall call) {
        if (call.arguments().has("minutes")) {
            return Optional.of(atLeastASecond(60 * (long) call.arguments().real("minutes")));
        }
        return call.arguments().has("seconds")
                ? Optional.of(atLeastASecond((long) call.arguments().real("seconds")))
                : Optional.empty();
    }

    private static Duration atLeastASecond(long seconds) {
        return Duration.ofSeconds(Math.max(1, seconds));
    }
}
