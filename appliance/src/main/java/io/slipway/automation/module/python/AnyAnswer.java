package io.slipway.automation.module.python;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Script;

/** Reads the answer of any {@link ShippedModule} that ran in the background: for that, nobody needs to know the module. */
public final class AnyAnswer implements Module {

    static final String KIND = "a module of the user";

    private static final ModuleSpec SPEC =
            ModuleSpec.of(KIND, "Reads an answer").anyArguments().build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public boolean oneExchange() {
        return true;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return ModuleAnswer.of(call.node().run(Script.of("")));
    }
}
