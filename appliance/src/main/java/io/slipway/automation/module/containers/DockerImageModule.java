package io.slipway.automation.module.containers;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;

/** {@code docker_image}: images of an engine. */
final class DockerImageModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "docker_image", "Pulls, builds, loads, tags, pushes and removes Docker images")
            .options(
                    Option.of("name", STRING, "The image, without its tag or with it, or its ID")
                            .mandatory(),
                    Option.of("tag", STRING, "Its tag, unless the name has one").orElse("latest"),
                    Option.of("state", STRING, "Whether it is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("source", STRING, "Where it comes from").oneOf("build", "load", "pull", "local"),
                    Option.of(
                            "build",
                            MAP,
                            "How to build it: path, dockerfile, args, cache_from, container_limits, etc_hosts, http_timeout, network, nocache, platform, pull, rm, target, use_config_proxy"),
                    Option.of("pull", MAP, "How to pull it: platform"),
                    Option.of("load_path", PATH, "Archive of the node to load it from"),
                    Option.of("archive_path", PATH, "File of the node to save it to"),
                    Option.of("repository", STRING, "Another name to give it"),
                    Option.of("push", BOOL, "Whether it is pushed to its registry")
                            .orElse(false),
                    Option.of("force_source", BOOL, "Whether it is pulled, built or loaded even if it is there")
                            .orElse(false),
                    Option.of("force_absent", BOOL, "Whether it is removed even if containers use it")
                            .orElse(false),
                    Option.of("force_tag", BOOL, "Whether a name that is taken is given to it")
                            .orElse(false))
            .options(EngineOptions.all())
            .neededIf("state", "present", "source")
            .neededIf("source", "build", "build")
            .neededIf("source", "load", "load_path")
            .differs(
                    "images are pulled, pushed, built, loaded and saved by the docker command of the node, which follows .dockerignore and credential helpers",
                    "values of build.args reach docker by its environment and are in no process list, unless a name means something to docker or a shell (PATH, HOME, proxies, LD_*, DOCKER_* and the like)")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return new KeepImage(call).run();
    }
}
