package io.slipway.automation.module.packages;

import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code package}: packages by whatever package manager the node has. */
final class PackageModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "package", "Installs and removes packages by the node's package manager")
            .options(
                    Option.of("name", Option.Type.RAW, "The packages").mandatory(),
                    Option.of(
                            "state",
                            STRING,
                            "What they are to be; as the package manager's module has it where none is given"),
                    Option.of("use", STRING, "The package manager's module").orElse("auto"))
            .anyArguments()
            .build();

    private static final String PROBE = """
            for _tool in apt-get:apt dnf:dnf dnf5:dnf5 yum:yum microdnf:dnf zypper:zypper pacman:pacman apk:apk; do
              if command -v "${_tool%:*}" >/dev/null 2>&1; then tell manager "${_tool#*:}"; break; fi
            done
            exit 0
            """;

    private final Map<String, Module> managers;

    /** @param managers the modules that can be dispatched to, by name */
    PackageModule(Map<String, Module> managers) {
        this.managers = Map.copyOf(managers);
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String use = call.string("use");
        String manager = use.equals("auto") ? manager(call) : use.substring(use.lastIndexOf('.') + 1);
        Module module = managers.get(manager);
        if (module == null) {
            throw new ModuleFailure(Problem.of("Could not find a module for " + manager + ".")
                    .hint("package managers known so far: " + String.join(", ", managers.keySet())));
        }
        Map<String, @Nullable Object> arguments =
                new LinkedHashMap<>(call.arguments().all());
        arguments.remove("use");
        return module.run(new ModuleCall(
                module.spec().check(arguments), call.check(), call.diff(), call.node(), call.controller()));
    }

    private static String manager(ModuleCall call) {
        if (call.node().facts().get("pkg_mgr") instanceof String known) {
            return known;
        }
        return Found.ask(call.node(), Found.constant(PROBE))
                .some("manager")
                .orElseThrow(
                        () -> new ModuleFailure("Could not detect which package manager to use. Try gathering facts or"
                                + " setting the \"use\" option."));
    }
}
