package io.slipway.automation.module.web;

import io.slipway.automation.module.Module;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class WebModules {

    private WebModules() {}

    public static List<Module> all() {
        return List.of(new UriModule(InstantSource.system(), new SecureRandom()));
    }
}
