package io.slipway.automation.module.control;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.List;

/** {@code group_by}: puts the host into a group named by its variables. It only says so; the engine does it. */
final class GroupByModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("group_by", "Puts hosts into groups by their variables")
            .options(
                    Option.of("key", Option.Type.STRING, "The group's name").mandatory(),
                    Option.of("parents", Option.Type.LIST, "Groups that contain it")
                            .orElse(List.of("all")))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return ModuleResult.unchanged()
                .with("add_group", call.string("key").replace(' ', '-'))
                .with(
                        "parent_groups",
                        call.arguments().strings("parents").stream()
                                .map(name -> name.replace(' ', '-'))
                                .toList());
    }
}
