package io.slipway.automation.module.config;

import io.slipway.automation.module.Module;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class ConfigModules {

    private ConfigModules() {}

    public static List<Module> all() {
        return List.of(new IniFileModule());
    }
}
