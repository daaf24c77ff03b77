package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.INT;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code wait_for_connection}: waits until the node answers. */
final class WaitForConnectionModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("wait_for_connection", "Waits until a node answers")
            .options(
                    Option.of("timeout", INT, "For how many seconds").orElse(600L),
                    Option.of("delay", INT, "How many seconds to wait before the first try")
                            .orElse(0L),
                    Option.of("sleep", INT, "How many seconds between tries").orElse(1L),
                    Option.of("connect_timeout", INT, "How long one try may take, in seconds")
                            .orElse(5L))
            .build();

    private final Waiting waiting;

    WaitForConnectionModule(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.check()) {
            return new ModuleResult(false, false, true, ModuleResult.unchanged().values(), List.of());
        }
        Instant start = waiting.now();
        waiting.sleep(Duration.ofSeconds(call.arguments().number("delay")));
        Instant end = waiting.now().plusSeconds(call.arguments().number("timeout"));
        Script ping = Script.of("exit 0")
                .within(Duration.ofSeconds(Math.max(1, call.arguments().number("connect_timeout"))));
        while (true) {
            try {
                call.node().reconnect();
                call.node().run(ping);
                return ModuleResult.unchanged().with("elapsed", waiting.since(start));
            } catch (TransportException e) {
                if (!waiting.now().isBefore(end)) {
                    return ModuleResult.failed("timed out waiting for ping module test: " + e.getMessage())
                            .with("elapsed", waiting.since(start));
                }
            }
            waiting.sleep(Duration.ofSeconds(Math.max(1, call.arguments().number("sleep"))));
        }
    }
}
