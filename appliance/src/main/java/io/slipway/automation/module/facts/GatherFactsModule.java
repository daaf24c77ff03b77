package io.slipway.automation.module.facts;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;

/** {@code gather_facts}: what a play does before its first task, as a task; here {@code setup} is all there is to do. */
public final class GatherFactsModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("gather_facts", "Gathers facts about a node, as a play does")
            .options(SetupModule.OPTIONS)
            .options(Option.of("parallel", Option.Type.BOOL, "Taken without effect: there is one module of facts"))
            .build();

    private final SetupModule setup = new SetupModule();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return setup.run(call);
    }
}
