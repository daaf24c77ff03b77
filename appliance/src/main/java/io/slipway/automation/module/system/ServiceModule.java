package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code service}: services whatever manages them: systemd, or the scripts of {@code /etc/init.d}. */
final class ServiceModule implements Module {

    private static final List<String> UNUSED = List.of("pattern", "runlevel", "sleep", "arguments");

    /** As in Ansible, where systemd is at work its own options are taken, too. */
    private static final ModuleSpec SPEC = ModuleSpec.of("service", "Starts, stops and enables services")
            .options(new SystemdModule().spec().options())
            .options(
                    Option.of("use", STRING, "The service manager")
                            .oneOf("auto", "systemd", "sysvinit", "openrc", "service")
                            .orElse("auto"),
                    Option.of("sleep", INT, "Not used with systemd"),
                    Option.of("pattern", STRING, "Not used with systemd"),
                    Option.of("runlevel", STRING, "Not used with systemd"),
                    Option.of("arguments", STRING, "Not used with systemd").alias("args"))
            .build();

    private static final List<String> NOT_FOR_SCRIPTS =
            List.of("daemon_reload", "daemon_reexec", "no_block", "scope", "masked", "force", "runlevel");

    private static final Set<String> SCRIPTED = Set.of("sysvinit", "openrc");

    /** Where the node itself shows what manages its services. */
    private static final Set<String> OWN = Set.of("unknown", "service");

    private final SystemdModule systemd = new SystemdModule();
    private final SysvinitModule sysvinit;

    ServiceModule(SysvinitModule sysvinit) {
        this.sysvinit = sysvinit;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Map<String, @Nullable Object> arguments =
                new LinkedHashMap<>(call.arguments().all());
        String manager = String.valueOf(arguments.remove("use"));
        String known = manager.equals("auto")
                ? String.valueOf(call.node().facts().getOrDefault("service_mgr", "unknown"))
                : manager;
        if (SCRIPTED.contains(known)) {
            return byScript(call, arguments);
        }
        try {
            return bySystemd(call, new LinkedHashMap<>(arguments));
        } catch (ModuleFailure e) {
            if (OWN.contains(known) && e.problem().what().equals(SystemdModule.MISSING)) {
                return byScript(call, arguments);
            }
            throw e;
        }
    }

    private ModuleResult byScript(ModuleCall call, Map<String, @Nullable Object> arguments) {
        NOT_FOR_SCRIPTS.forEach(arguments::remove);
        return sysvinit.run(new ModuleCall(
                sysvinit.spec().check(arguments), call.check(), call.diff(), call.node(), call.controller()));
    }

    private ModuleResult bySystemd(ModuleCall call, Map<String, @Nullable Object> arguments) {
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
