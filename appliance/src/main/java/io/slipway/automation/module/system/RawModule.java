package io.slipway.automation.module.system;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;

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
        Reply reply = call.node()
                .run(Script.of("exec \"$_shell\" -c \"$_line\"")
                        .set("_shell", executable)
                        .set("_line", line));
        ModuleResult done = new ModuleResult(
                true, !reply.ok(), false, ModuleResult.unchanged().values(), java.util.List.of());
        ModuleResult result = CommandAnswer.withOutput(done.with("rc", reply.exitCode()), reply.out(), reply.err());
        return reply.ok() ? result : result.with("msg", "non-zero return code");
    }
}
