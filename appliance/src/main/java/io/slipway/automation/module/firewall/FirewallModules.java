package io.slipway.automation.module.firewall;

import io.slipway.automation.module.Module;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class FirewallModules {

    private FirewallModules() {}

    public static List<Module> all() {
        return List.of(new IptablesModule(), new UfwModule(), new FirewalldModule());
    }
}
