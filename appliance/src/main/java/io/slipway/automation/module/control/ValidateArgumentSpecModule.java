package io.slipway.automation.module.control;

import io.slipway.automation.module.Controller;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code validate_argument_spec}: whether variables are what a specification wants, such as that of a role's entry point. */
final class ValidateArgumentSpecModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("validate_argument_spec", "Validates variables")
            .options(
                    Option.of("argument_spec", Option.Type.MAP, "What is wanted, by the names of the variables")
                            .mandatory(),
                    Option.of("provided_arguments", Option.Type.MAP, "Values that win over variables"),
                    Option.of("validate_args_context", Option.Type.MAP, "Told in the result"))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Map<?, ?> wanted = map(call, "argument_spec");
        Map<?, ?> context = map(call, "validate_args_context");
        Map<Object, @Nullable Object> given = new LinkedHashMap<>();
        wanted.forEach((name, spec) -> take(String.valueOf(name), call.controller(), given));
        map(call, "provided_arguments").forEach(given::put);
        List<String> mistakes = ArgumentSpecCheck.mistakes(wanted, given);
        if (!mistakes.isEmpty()) {
            throw new ModuleFailure("Validation of arguments failed:\n" + String.join("\n", mistakes))
                    .with("argument_errors", mistakes)
                    .with("argument_spec_data", wanted)
                    .with("validate_args_context", context);
        }
        return ModuleResult.unchanged()
                .with("msg", "The arg spec validation passed")
                .with("validate_args_context", context);
    }

    private static void take(String name, Controller controller, Map<Object, @Nullable Object> given) {
        if (Names.valid(name) && controller.holds(name + " is defined")) {
            given.put(name, controller.evaluate(name));
        }
    }

    private static Map<?, ?> map(ModuleCall call, String name) {
        return call.arguments().all().get(name) instanceof Map<?, ?> map ? map : Map.of();
    }
}
