package io.slipway.automation.module.system;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.shell.Found;

/** {@code ping}: whether the node answers and its shell works. */
final class PingModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("ping", "Checks that a node answers")
            .options(Option.of("data", Option.Type.STRING, "What to return").orElse("pong"))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.string("data").equals("crash")) {
            throw new ModuleFailure("boom");
        }
        Found found =
                Found.ask(call.node(), Found.script("tell data \"$_data\"").set("_data", call.string("data")));
        return ModuleResult.unchanged().with("ping", found.texts().getOrDefault("data", ""));
    }
}
