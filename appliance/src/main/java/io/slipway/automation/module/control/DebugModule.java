package io.slipway.automation.module.control;

import io.slipway.automation.module.Controller;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.common.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code debug}: shows a message or the value of an expression. */
final class DebugModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("debug", "Shows a message or a variable")
            .options(
                    Option.of("msg", Option.Type.RAW, "What to show"),
                    Option.of("var", Option.Type.RAW, "A variable or expression to show the value of"),
                    Option.of("verbosity", Option.Type.INT, "Only show it when -v is given this often")
                            .orElse(0L))
            .untemplated("var")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.arguments().has("msg") && call.arguments().has("var")) {
            throw new ModuleFailure("'msg' and 'var' are incompatible options");
        }
        if (call.arguments().number("verbosity") > call.controller().verbosity()) {
            return new ModuleResult(
                    false, false, true, Map.of("skipped_reason", "Verbosity threshold not met."), List.of());
        }
        ModuleResult shown = ModuleResult.unchanged().with("_ansible_verbose_always", true);
        if (call.arguments().has("var")) {
            return variable(shown, call.raw("var"), call.controller());
        }
        return shown.with(
                "msg",
                call.arguments().given("msg") ? call.arguments().raw("msg").orElse(null) : "Hello world!");
    }

    private static ModuleResult variable(ModuleResult result, @Nullable Object written, Controller controller) {
        Object value = written instanceof YamlNode node ? node.toValue() : written;
        String expression = String.valueOf(value).strip();
        if (expression.startsWith("{{") && expression.endsWith("}}")) {
            String inner = expression.substring(2, expression.length() - 2).strip();
            Object named = valueOf(inner, controller);
            if (!(named instanceof String name)) {
                return result.with(inner, named);
            }
            return result.with(name, name.equals(UNDEFINED) ? name : valueOf(name, controller));
        }
        return result.with(expression, valueOf(expression, controller));
    }

    private static final String UNDEFINED = "VARIABLE IS NOT DEFINED!";

    private static @Nullable Object valueOf(String expression, Controller controller) {
        try {
            return controller.printed(expression);
        } catch (ModuleFailure e) {
            String why = e.problem().what() + e.problem().why();
            if (!why.contains("undefined") && !why.contains("has no attribute")) {
                throw e;
            }
            return controller.verbosity() > 0 ? UNDEFINED + ": " + e.getMessage() : UNDEFINED;
        }
    }
}
