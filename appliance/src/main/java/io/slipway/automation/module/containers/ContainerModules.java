package io.slipway.automation.module.containers;

import io.slipway.automation.module.Module;
import java.util.List;

/** The modules of this package. */
public final class ContainerModules {

    private ContainerModules() {}

    public static List<Module> all() {
        return List.of(
                new DockerContainerModule(),
                new DockerContainerInfoModule(),
                new DockerImageModule(),
                new DockerImageInfoModule(),
                new DockerLoginModule(),
                new DockerNetworkModule(),
                new DockerVolumeModule(),
                new PodmanImageModule());
    }
}
