package io.slipway.automation.module.control;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code set_stats}: values to show at the end of the run. */
final class SetStatsModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("set_stats", "Sets values that are shown after the run")
            .options(
                    Option.of("data", Option.Type.MAP, "Names and values").mandatory(),
                    Option.of("per_host", Option.Type.BOOL, "Whether they belong to the host or to the run")
                            .orElse(false),
                    Option.of("aggregate", Option.Type.BOOL, "Whether to add to a value that is there already")
                            .orElse(true))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Map<String, @Nullable Object> data = call.arguments().map("data");
        data.keySet().forEach(Names::check);
        Map<String, @Nullable Object> stats = new LinkedHashMap<>();
        stats.put("data", data);
        stats.put("per_host", call.flag("per_host"));
        stats.put("aggregate", call.flag("aggregate"));
        return ModuleResult.unchanged().with("ansible_stats", stats);
    }
}
