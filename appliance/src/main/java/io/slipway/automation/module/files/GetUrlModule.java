package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.time.InstantSource;

/** Downloads a file to a node: by the node's own curl, or by this side for a node that has none. */
final class GetUrlModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("get_url", "Downloads a file to a node")
            .options(
                    Option.of("url", Option.Type.STRING, "What to download").mandatory(),
                    Option.of(
                                    "dest",
                                    Option.Type.PATH,
                                    "Where it goes; a directory takes it under the name that it has")
                            .mandatory(),
                    Option.of(
                            "checksum",
                            Option.Type.STRING,
                            "ALGORITHM:HEX that it must have, or ALGORITHM:URL of a list"),
                    Option.of("sha256sum", Option.Type.STRING, "SHA-256 that it must have; checksum is the newer way"),
                    Option.of("force", Option.Type.BOOL, "Whether to download what is there already")
                            .alias("thirsty")
                            .orElse(false),
                    Option.of("backup", Option.Type.BOOL, "Keep the old file").orElse(false),
                    Option.of("headers", Option.Type.MAP, "Headers of the request"),
                    Option.of("timeout", Option.Type.INT, "Seconds to wait for the server")
                            .orElse(10L),
                    Option.of("url_username", Option.Type.STRING, "User for the server")
                            .alias("username"),
                    Option.of("url_password", Option.Type.STRING, "Password for the server")
                            .alias("password")
                            .secret(),
                    Option.of("force_basic_auth", Option.Type.BOOL, "Taken and ignored: credentials are always sent")
                            .orElse(false),
                    Option.of("validate_certs", Option.Type.BOOL, "Whether the server's certificate must be valid")
                            .orElse(true),
                    Option.of("use_proxy", Option.Type.BOOL, "Whether the environment's proxy is used")
                            .orElse(true),
                    Option.of("use_netrc", Option.Type.BOOL, "Whether ~/.netrc of the node is read")
                            .orElse(true),
                    Option.of("http_agent", Option.Type.STRING, "What the client calls itself")
                            .orElse("ansible-httpget"),
                    Option.of("client_cert", Option.Type.PATH, "PEM file of the node with a client certificate"),
                    Option.of("client_key", Option.Type.PATH, "PEM file of the node with its key"),
                    Option.of("ciphers", Option.Type.LIST, "Ciphers for TLS"),
                    Option.of("decompress", Option.Type.BOOL, "Taken and ignored: nothing compressed is asked for")
                            .orElse(true),
                    Option.of("unredirected_headers", Option.Type.LIST, "Taken and ignored"),
                    Option.of("use_gssapi", Option.Type.BOOL, "Not supported, and refused")
                            .orElse(false),
                    Option.of(
                            "tmp_dest",
                            Option.Type.PATH,
                            "Must be a directory; the temporary file lies beside dest all the same"))
            .options(Attributes.OPTIONS)
            .exclusive("checksum", "sha256sum")
            .differs(
                    "content with another checksum than the wanted one is never put into the place of the old file",
                    "owner and mode are set also when the server says that the file has not changed")
            .build();

    private final InstantSource clock;

    GetUrlModule(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        if (a.flag("use_gssapi")) {
            throw new ModuleFailure("use_gssapi is not supported");
        }
        return new GetUrl(call, clock).run();
    }
}
