package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.Waiting;
import java.time.Clock;
import java.util.List;

/** The modules of this package. */
public final class KubernetesModules {

    private KubernetesModules() {}

    public static List<Module> all() {
        Waiting waiting = new Waiting(Clock.systemUTC(), Thread::sleep);
        return List.of(new K8sModule(waiting), new K8sInfoModule(waiting));
    }
}
