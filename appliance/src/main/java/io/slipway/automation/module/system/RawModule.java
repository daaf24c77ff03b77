package io.slipway.automation.module.system;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Output;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException;
import java.nio.charset.StandardCharsets;

/** {@code raw}: a command line as it is, its output as it comes. */
final class RawModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("raw", "Runs a command line and returns its bare output")
            .freeForm()
            .options(Option.of("executable", Option.Type.PATH, "The shell to use instead of /bin/sh"))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.check()) {
            return new ModuleResult(false, false, true, ModuleResult.unchanged().values(), java.util.List.of());
        }
        String line = call.arguments().text(ModuleSpec.RAW).orElse("");
        if (line.isBlank()) {
            throw new ModuleFailure("no command given");
        }
        String executable = call.arguments().text("executable").orElse("/bin/sh");
        Reply reply = reply(
                call,
                Script.of("exec \"$_shell\" -c \"$_line\"")
                        .set("_shell", executable)
                        .set("_line", line));
        ModuleResult done = new ModuleResult(
                true, !reply.ok(), false, ModuleResult.unchanged().values(), java.util.List.of());
        ModuleResult result = Output.in(done.with("rc", reply.exitCode()), reply.out(), reply.err());
        return reply.ok() ? result : result.with("msg", "non-zero return code");
    }

    private static Reply reply(ModuleCall call, Script script) {
        try {
            return call.node().run(script);
        } catch (TransportException e) {
            throw e.soFar()
                    .map(printed -> e.saying(
                            new String(printed.stdout(), StandardCharsets.UTF_8),
                            new String(printed.stderr(), StandardCharsets.UTF_8)))
                    .orElse(e);
        }
    }
}
