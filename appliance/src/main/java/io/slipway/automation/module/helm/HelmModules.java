package io.slipway.automation.module.helm;

import io.slipway.automation.module.Module;
import java.util.List;

/** The modules of this package. */
public final class HelmModules {

    private HelmModules() {}

    public static List<Module> all() {
        return List.of(new HelmModule(), new HelmInfoModule(), new HelmRepositoryModule());
    }
}
