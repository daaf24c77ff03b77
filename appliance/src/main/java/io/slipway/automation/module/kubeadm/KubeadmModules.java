package io.slipway.automation.module.kubeadm;

import io.slipway.automation.module.Module;
import java.time.InstantSource;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class KubeadmModules {

    private KubeadmModules() {}

    public static List<Module> all() {
        return List.of(new EtcdMemberModule(), new KubeadmFactsModule(InstantSource.system()));
    }
}
