package io.slipway.automation.module.kubernetes;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.RAW;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Option;
import java.util.List;

/** How to reach a cluster, and how to wait for it: the options that all modules for Kubernetes share. */
final class ClusterOptions {

    private ClusterOptions() {}

    static List<Option> all() {
        return List.of(
                Option.of(
                        "kubeconfig",
                        RAW,
                        "File of the node that says how to reach the cluster, or what such a file holds"),
                Option.of("context", STRING, "Which of its contexts"),
                Option.of("host", STRING, "URL of the cluster"),
                Option.of("api_key", STRING, "Token to log in with").secret(),
                Option.of("username", STRING, "Who logs in"),
                Option.of("password", STRING, "With which password").secret(),
                Option.of("client_cert", PATH, "File of the node with the certificate to show")
                        .alias("cert_file"),
                Option.of("client_key", PATH, "File of the node with that certificate's key")
                        .alias("key_file"),
                Option.of("ca_cert", PATH, "File of the node with the certificates to trust")
                        .alias("ssl_ca_cert"),
                Option.of("validate_certs", BOOL, "Whether who answers is checked")
                        .alias("verify_ssl"),
                Option.of("impersonate_user", STRING, "Whom to act as"),
                Option.of("impersonate_groups", LIST, "In which groups to act"),
                Option.of("proxy", STRING, "Proxy to go through"),
                Option.of("no_proxy", STRING, "What to reach without it"),
                Option.of("proxy_headers", MAP, "Refused: kubectl sends none"),
                Option.of("persist_config", BOOL, "Taken, and not needed"));
    }

    static List<Option> waiting() {
        return List.of(
                Option.of("wait", BOOL, "Whether to wait until it is as wanted").orElse(false),
                Option.of("wait_sleep", INT, "How many seconds between looks").orElse(5L),
                Option.of("wait_timeout", INT, "How many seconds to wait").orElse(120L),
                Option.of("wait_condition", MAP, "The condition to wait for: type, status, reason"));
    }
}
