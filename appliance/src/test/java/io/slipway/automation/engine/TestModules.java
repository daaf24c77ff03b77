package io.slipway.automation.engine;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Route;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.control.ControlModules;
import io.slipway.automation.transport.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Modules without effects on any node, beside the real ones that have none either. */
final class TestModules {

    private TestModules() {}

    static List<Module> all() {
        List<Module> all = new ArrayList<>(ControlModules.all());
        all.add(module("touch", call -> ModuleResult.changed(true)));
        all.add(module("give", TestModules::give));
        all.add(module("sh", TestModules::sh));
        all.add(new LookingModule());
        all.add(module(
                "seen",
                call -> ModuleResult.unchanged()
                        .with("msg", call.controller().valuesSeen() ? "all is seen" : "nobody looks")));
        all.add(module("route", TestModules::route));
        all.add(module("setup", TestModules::facts));
        all.add(module("boom", call -> {
            throw new IllegalStateException("a bug");
        }));
        return all;
    }

    private static Module module(String name, Function<ModuleCall, ModuleResult> work) {
        ModuleSpec spec =
                ModuleSpec.of(name, "For tests").anyArguments().freeForm().build();
        return new Module() {
            @Override
            public ModuleSpec spec() {
                return spec;
            }

            @Override
            public ModuleResult run(ModuleCall call) {
                return work.apply(call);
            }
        };
    }

    /** Returns its arguments; {@code changed}, {@code failed} and {@code facts} mean what they say. */
    private static ModuleResult give(ModuleCall call) {
        Map<String, @Nullable Object> values =
                new LinkedHashMap<>(call.arguments().all());
        Object facts = values.remove("facts");
        if (facts != null) {
            values.put("ansible_facts", facts);
        }
        boolean changed = Boolean.TRUE.equals(values.remove("changed"));
        boolean failed = Boolean.TRUE.equals(values.remove("failed"));
        values.put("check", call.check());
        values.put("diff", call.diff());
        return new ModuleResult(changed, failed, false, values, List.of());
    }

    /** Tells how another program gets to the host, and says so from where it starts. */
    private static ModuleResult route(ModuleCall call) {
        Route route = call.controller().route();
        route.from().run(Script.of("say from"));
        return ModuleResult.unchanged().with("msg", route.to().name() + (route.oneMachine() ? " here" : " far"));
    }

    private static ModuleResult sh(ModuleCall call) {
        Reply reply = call.node().run(Script.of(call.string("_raw_params")));
        return new ModuleResult(!call.check(), reply.exitCode() != 0, false, Map.of(), List.of())
                .with("rc", (long) reply.exitCode())
                .with("stdout", reply.out())
                .with("msg", reply.exitCode() == 0 ? reply.out() : "non-zero return code");
    }

    private static ModuleResult facts(ModuleCall call) {
        return ModuleResult.unchanged()
                .with(
                        "ansible_facts",
                        Map.of(
                                "ansible_distribution",
                                "Debian",
                                "ansible_hostname",
                                call.node().name()));
    }
}
