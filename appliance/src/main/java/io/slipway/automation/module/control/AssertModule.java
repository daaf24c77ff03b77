package io.slipway.automation.module.control;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code assert}: fails unless every condition holds. */
final class AssertModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("assert", "Fails unless all conditions hold")
            .options(
                    Option.of("that", Option.Type.RAW, "Conditions, as when: takes them")
                            .mandatory(),
                    Option.of("fail_msg", Option.Type.RAW, "What to say when one does not hold")
                            .alias("msg"),
                    Option.of("success_msg", Option.Type.RAW, "What to say when all hold"),
                    Option.of("quiet", Option.Type.BOOL, "Do not show the result in full")
                            .orElse(false))
            .untemplated("that")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Object failure = message(call, "fail_msg", "Assertion failed");
        Object success = message(call, "success_msg", "All assertions passed");
        ModuleResult result = ModuleResult.unchanged();
        if (!call.flag("quiet")) {
            result = result.with("_ansible_verbose_always", true);
        }
        for (Object condition : conditions(call)) {
            if (condition == null || !call.controller().holds(condition)) {
                Map<String, @Nullable Object> values = result.with("assertion", plain(condition))
                        .with("evaluated_to", false)
                        .with("msg", failure)
                        .values();
                return new ModuleResult(false, true, false, values, List.of());
            }
        }
        return result.with("msg", success);
    }

    private static List<@Nullable Object> conditions(ModuleCall call) {
        Object that = call.raw("that");
        Object value = that instanceof YamlNode.Sequence list ? list.items() : that;
        String text = plain(value) instanceof String s ? s.strip() : "";
        if (text.startsWith("{{") && text.endsWith("}}")) {
            value = call.controller().printed(text.substring(2, text.length() - 2));
        }
        List<@Nullable Object> conditions = new ArrayList<>();
        if (value instanceof List<?> list) {
            conditions.addAll(list);
        } else {
            conditions.add(value);
        }
        return conditions;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof YamlNode node ? node.toValue() : value;
    }

    private static Object message(ModuleCall call, String name, String otherwise) {
        Object message = call.arguments().raw(name).orElse(otherwise);
        boolean strings = message instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
        if (!(message instanceof String) && !strings) {
            throw new ModuleFailure(
                    "Incorrect type for " + name + ", expected a string or a list of strings, got: " + message);
        }
        return message;
    }
}
