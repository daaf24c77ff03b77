package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code service}: services whatever manages them, which is systemd so far. */
final class ServiceModule implements Module {

    private static final List<String> UNUSED = List.of("pattern", "runlevel", "sleep", "arguments");

    /** As in Ansible, where systemd is at work its own options are taken, too. */
    private static final ModuleSpec SPEC = ModuleSpec.of("service", "Starts, stops and enables services")
            .options(new SystemdModule().spec().options())
            .options(
                    Option.of("use", STRING, "The service manager")
                            .oneOf("auto", "systemd", "service")
                            .orElse("auto"),
                    Option.of("sleep", INT, "Not used with systemd"),
                    Option.of("pattern", STRING, "Not used with systemd"),
                    Option.of("runlevel", STRING, "Not used with systemd"),
                    Option.of("arguments", STRING, "Not used with systemd").alias("args"))
            .build();

    private final SystemdModule systemd = new SystemdModule();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Map<String, @Nullable Object> arguments =
                new LinkedHashMap<>(call.arguments().all());
        arguments.remove("use");
        List<String> warnings = new ArrayList<>();
        for (String unused : UNUSED) {
            if (arguments.remove(unused) != null) {
                warnings.add("Ignoring \"" + unused + "\" as it is not used in \"systemd\"");
            }
        }
        ModuleResult result = systemd.run(new ModuleCall(
                systemd.spec().check(arguments), call.check(), call.diff(), call.node(), call.controller()));
        return warnings.isEmpty() ? result : result.with("warnings", warnings);
    }
}
