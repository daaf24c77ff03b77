package io.slipway.automation.module.control;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code set_fact}: sets variables for a host. */
final class SetFactModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("set_fact", "Sets variables of a host")
            .options(Option.of("cacheable", Option.Type.BOOL, "Whether they also become facts that a cache keeps")
                    .orElse(false))
            .anyArguments()
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Map<String, @Nullable Object> facts =
                new LinkedHashMap<>(call.arguments().all());
        facts.remove("cacheable");
        if (facts.isEmpty()) {
            throw new ModuleFailure("No key/value pairs provided, at least one is required for this action to succeed");
        }
        facts.keySet().forEach(Names::check);
        facts.replaceAll((name, value) -> value instanceof String text ? truth(text) : value);
        ModuleResult result = ModuleResult.unchanged().with("ansible_facts", facts);
        return call.flag("cacheable") ? result.with("_ansible_facts_cacheable", true) : result;
    }

    /** Ansible turns these words into truth values, even when they were quoted. */
    private static Object truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> text;
        };
    }
}
