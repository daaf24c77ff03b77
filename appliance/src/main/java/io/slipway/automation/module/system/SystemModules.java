package io.slipway.automation.module.system;

import io.slipway.automation.module.Module;
import java.util.List;

/** All modules of this package. */
public final class SystemModules {

    private SystemModules() {}

    public static List<Module> all() {
        return List.of(
                CommandModule.command(),
                CommandModule.shell(),
                new RawModule(),
                new AptModule(),
                new ServiceModule(),
                new SystemdModule(),
                new GroupModule(),
                new UserModule());
    }
}
