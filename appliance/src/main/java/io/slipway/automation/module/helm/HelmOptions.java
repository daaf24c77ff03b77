package io.slipway.automation.module.helm;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.RAW;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Option;
import java.util.List;

/** Which helm, and how it reaches a cluster: the options that the modules for Helm share. */
final class HelmOptions {

    static final String DIFFERENCE =
            "validate_certs: false needs helm 3.10 and ca_cert needs helm 3.5, as no kubeconfig is rewritten for older ones";

    private HelmOptions() {}

    static List<Option> all() {
        return List.of(
                Option.of("binary_path", PATH, "The program, where it is not in the search path"),
                Option.of("context", STRING, "Which context of the kubeconfig").alias("kube_context"),
                Option.of(
                                "kubeconfig",
                                RAW,
                                "File of the node that says how to reach the cluster, or what such a file holds")
                        .alias("kubeconfig_path"),
                Option.of("host", STRING, "URL of the cluster"),
                Option.of("ca_cert", PATH, "File of the node with the certificates to trust")
                        .alias("ssl_ca_cert"),
                Option.of("validate_certs", BOOL, "Whether who answers is checked")
                        .alias("verify_ssl")
                        .orElse(true),
                Option.of("api_key", STRING, "Token to log in with").secret());
    }
}
