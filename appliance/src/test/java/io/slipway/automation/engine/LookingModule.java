package io.slipway.automation.engine;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Script;

/** Looks ({@code say SEE}), and then does {@code act} if there is one: its {@code msg} is what it saw. */
final class LookingModule implements Module {

    @Override
    public ModuleSpec spec() {
        return ModuleSpec.of("look", "For tests").anyArguments().build();
    }

    @Override
    public boolean looksFirst() {
        return true;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String seen = call.node()
                .run(Script.of("say " + call.string("see")).using("eyes\n").looking())
                .out();
        boolean acts = call.raw("act") != null;
        if (acts) {
            call.node().run(Script.of("say " + call.string("act")));
        }
        return ModuleResult.changed(acts).with("msg", seen);
    }
}
