package io.slipway.automation.module.kube;

import io.slipway.automation.module.Module;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class KubeModules {

    private KubeModules() {}

    public static List<Module> all() {
        return List.of(new KubeModule());
    }
}
