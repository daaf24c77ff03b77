package io.slipway.automation.module.config;

import io.slipway.automation.module.Module;
import java.security.SecureRandom;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class ConfigModules {

    private ConfigModules() {}

    public static List<Module> all() {
        SecureRandom random = new SecureRandom();
        return List.of(new IniFileModule(), new KnownHostsModule(random), new HtpasswdModule(random), new CronModule());
    }
}
