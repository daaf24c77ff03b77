package io.slipway.automation.module.control;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;

/** {@code fail}: fails, always. */
final class FailModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("fail", "Fails with a message")
            .options(Option.of("msg", Option.Type.STRING, "What to say").orElse("Failed as requested from task"))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return ModuleResult.failed(call.string("msg"));
    }
}
