package io.slipway.automation.module.system;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.facts.SetupModule;
import java.util.List;

/** All modules that work on a node as a whole. */
public final class SystemModules {

    private SystemModules() {}

    public static List<Module> all() {
        return List.of(
                CommandModule.command(),
                CommandModule.shell(),
                new RawModule(),
                new PingModule(),
                new SetupModule(),
                new AptModule(),
                new ServiceModule(),
                new SystemdModule(),
                new GroupModule(),
                new UserModule());
    }
}
