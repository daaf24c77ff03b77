package io.slipway.automation.module.containers;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Option;
import java.util.List;

/** How to reach the engine: the options that all modules for Docker share. */
final class EngineOptions {

    static final String DEFAULT_HOST = "unix://var/run/docker.sock";

    private EngineOptions() {}

    static List<Option> all() {
        return List.of(
                Option.of(
                                "docker_host",
                                STRING,
                                "Where the engine listens: unix://PATH, tcp://HOST:PORT or https://HOST:PORT")
                        .alias("docker_url")
                        .orElse(DEFAULT_HOST),
                Option.of("api_version", STRING, "Version of the engine's API")
                        .alias("docker_api_version")
                        .orElse("auto"),
                Option.of("timeout", INT, "How many seconds to wait for a connection")
                        .orElse(60),
                Option.of("tls", BOOL, "Whether a tcp address is spoken to with TLS, whoever answers")
                        .orElse(false),
                Option.of(
                                "validate_certs",
                                BOOL,
                                "Whether a tcp address is spoken to with TLS, and who answers is checked")
                        .alias("tls_verify")
                        .orElse(false),
                Option.of("tls_hostname", STRING, "Taken, and not needed: the name in docker_host is checked"),
                Option.of("ca_cert", PATH, "File of the node with the certificates to trust")
                        .alias("tls_ca_cert", "cacert_path"),
                Option.of("client_cert", PATH, "File of the node with the certificate to show")
                        .alias("tls_client_cert", "cert_path"),
                Option.of("client_key", PATH, "File of the node with that certificate's key")
                        .alias("tls_client_key", "key_path"),
                Option.of("ssl_version", STRING, "Taken, and not needed"),
                Option.of("use_ssh_client", BOOL, "Taken, and not needed").orElse(false),
                Option.of("debug", BOOL, "Taken, and not needed").orElse(false));
    }
}
