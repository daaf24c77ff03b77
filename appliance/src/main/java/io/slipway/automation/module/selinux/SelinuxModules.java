package io.slipway.automation.module.selinux;

import io.slipway.automation.module.Module;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class SelinuxModules {

    private SelinuxModules() {}

    public static List<Module> all() {
        return List.of(
                new SelinuxModule(),
                new SebooleanModule(),
                new SefcontextModule(),
                new SeportModule(),
                new SelinuxPermissiveModule());
    }
}
