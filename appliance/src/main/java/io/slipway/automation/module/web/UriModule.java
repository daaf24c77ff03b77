package io.slipway.automation.module.web;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.RAW;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Attributes;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Asks a web service something, from the node, by its curl. */
final class UriModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("uri", "Speaks to a web service from a node")
            .options(
                    Option.of("url", STRING, "Whom to ask").mandatory(),
                    Option.of("method", STRING, "Method of HTTP").orElse("GET"),
                    Option.of("body", RAW, "What is sent: text, or what body_format makes of it"),
                    Option.of("body_format", STRING, "How the body is written")
                            .oneOf("form-urlencoded", "json", "raw", "form-multipart")
                            .orElse("raw"),
                    Option.of("src", PATH, "File whose content is sent"),
                    Option.of("remote_src", BOOL, "Whether src lies on the node")
                            .orElse(false),
                    Option.of("dest", PATH, "Where on the node the answer goes; a directory takes it by its name"),
                    Option.of("headers", MAP, "Headers of the request"),
                    Option.of("status_code", LIST, "Statuses that are a success")
                            .orElse(List.of("200")),
                    Option.of("return_content", BOOL, "Whether the result holds the answer's text")
                            .orElse(false),
                    Option.of("creates", PATH, "Nothing is asked when this exists on the node"),
                    Option.of("removes", PATH, "Nothing is asked unless this exists on the node"),
                    Option.of(
                                    "follow_redirects",
                                    STRING,
                                    "Which redirects are followed; safe ones are those of GET and HEAD")
                            .oneOf("all", "no", "none", "safe", "urllib2", "yes")
                            .orElse("safe"),
                    Option.of("url_username", STRING, "User for the server").alias("user"),
                    Option.of("url_password", STRING, "Password for the server")
                            .alias("password")
                            .secret(),
                    Option.of("force_basic_auth", BOOL, "Taken and ignored: credentials are always sent")
                            .orElse(false),
                    Option.of("force", BOOL, "Whether caches are passed by").orElse(false),
                    Option.of("timeout", INT, "Seconds to wait for the server").orElse(30L),
                    Option.of("validate_certs", BOOL, "Whether the server's certificate must be valid")
                            .orElse(true),
                    Option.of("ca_path", PATH, "PEM file of the node with the authorities to trust"),
                    Option.of("client_cert", PATH, "PEM file of the node with a client certificate"),
                    Option.of("client_key", PATH, "PEM file of the node with its key"),
                    Option.of("ciphers", LIST, "Ciphers for TLS"),
                    Option.of("unix_socket", PATH, "Socket of the node to speak through"),
                    Option.of("http_agent", STRING, "What the client calls itself")
                            .orElse("ansible-httpget"),
                    Option.of("use_proxy", BOOL, "Whether the environment's proxy is used")
                            .orElse(true),
                    Option.of("use_netrc", BOOL, "Whether ~/.netrc of the node is read")
                            .orElse(true),
                    Option.of(
                            "unredirected_headers", LIST, "Taken and ignored: curl keeps credentials from other hosts"),
                    Option.of("decompress", BOOL, "Whether an answer that comes compressed is unpacked")
                            .orElse(true),
                    Option.of("use_gssapi", BOOL, "Not supported, and refused").orElse(false))
            .options(Attributes.OPTIONS)
            .exclusive("body", "src")
            .build();

    private final InstantSource clock;
    private final RandomGenerator random;

    UriModule(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.flag("use_gssapi")) {
            throw new ModuleFailure("use_gssapi is not supported");
        }
        return call.check()
                ? ModuleResult.skipped("remote module (ansible.legacy.uri) does not support check mode")
                : new Uri(call, clock, random).run();
    }
}
