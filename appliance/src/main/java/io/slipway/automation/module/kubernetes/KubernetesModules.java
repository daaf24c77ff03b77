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
        return List.of(
                new K8sModule(waiting),
                new K8sInfoModule(waiting),
                new K8sJsonPatchModule(waiting),
                new K8sScaleModule(waiting),
                new K8sExecModule(),
                new K8sLogModule(),
                new K8sDrainModule(waiting),
                new KubernetesManifestModule(waiting));
    }
}
