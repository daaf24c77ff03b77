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
import java.util.Map;

/** {@code podman_image}: images of a node's Podman. */
final class PodmanImageModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "podman_image", "Pulls, builds, pushes and removes Podman images")
            .options(
                    Option.of("name", STRING, "The image, without its tag or with it; to remove it, its ID, too")
                            .mandatory(),
                    Option.of("tag", STRING, "Its tag, unless the name has one").orElse("latest"),
                    Option.of("state", STRING, "Whether it is to be there, pulled or built from path")
                            .oneOf("present", "absent", "build")
                            .orElse("present"),
                    Option.of("path", STRING, "Folder of the node to build it from"),
                    Option.of(
                                    "build",
                                    MAP,
                                    "How to build it: annotation, cache, extra_args, file, force_rm, format, rm, volume")
                            .alias("build_args", "buildargs")
                            .orElse(Map.of()),
                    Option.of("pull", BOOL, "Whether it may be pulled").orElse(true),
                    Option.of("push", BOOL, "Whether it is pushed").orElse(false),
                    Option.of(
                                    "push_args",
                                    MAP,
                                    "How to push it: compress, dest, format, remove_signatures, sign_by, transport")
                            .orElse(Map.of()),
                    Option.of(
                                    "force",
                                    BOOL,
                                    "Whether it is pulled or built even if it is there, or removed even if it is used")
                            .orElse(false),
                    Option.of("arch", STRING, "For which kind of processor"),
                    Option.of("auth_file", PATH, "File of the node that keeps logins")
                            .alias("authfile"),
                    Option.of("username", STRING, "Who logs in"),
                    Option.of("password", STRING, "With which password").secret(),
                    Option.of("validate_certs", BOOL, "Whether registries must prove who they are")
                            .alias("tlsverify", "tls_verify"),
                    Option.of("ca_cert_dir", PATH, "Folder of the node with certificates and keys for registries"),
                    Option.of("executable", STRING, "The podman command").orElse("podman"))
            .together("username", "password")
            .exclusive("auth_file", "username")
            .exclusive("auth_file", "password")
            .differs(
                    "username and password lie in a private file while podman runs, for the registry that name or push_args.dest says",
                    "with pull: false nothing is pulled: an image that is not there is an error",
                    "an image is removed by its ID only if at least 12 digits of it are given, so that a name is never taken for one",
                    "push_args.dest counts with a transport for any name")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return new KeepPodmanImage(call).run();
    }
}
