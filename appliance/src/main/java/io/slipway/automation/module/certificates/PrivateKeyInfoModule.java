package io.slipway.automation.module.certificates;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.common.crypto.x509.Fingerprints;
import io.slipway.common.crypto.x509.PrivateHalf;
import io.slipway.common.crypto.x509.PublicHalf;

/** {@code openssl_privatekey_info}: what a private key is. */
final class PrivateKeyInfoModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("openssl_privatekey_info", "Says what a private key is")
            .options(
                    InfoSource.PATH_OPTION,
                    InfoSource.CONTENT_OPTION.secret(),
                    Option.of("passphrase", STRING, "What opens the key").secret(),
                    Option.of("return_private_key_data", BOOL, "Return the key's secret numbers")
                            .orElse(false),
                    Option.of("check_consistency", BOOL, "Fail if the key's numbers do not belong together")
                            .orElse(false),
                    InfoSource.BACKEND)
            .oneNeeded("path", "content")
            .exclusive("path", "content")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        byte[] content = InfoSource.read(call, "private key");
        PrivateHalf key;
        try {
            key = Keys.trying(() -> PrivateHalf.read(content, call.arguments().text("passphrase")));
        } catch (ModuleFailure e) {
            throw e.with("can_load_key", true).with("can_parse_key", false).with("key_is_consistent", null);
        }
        PublicHalf half = key.publicHalf();
        ModuleResult result = ModuleResult.unchanged()
                .with("can_load_key", true)
                .with("can_parse_key", true)
                .with("key_is_consistent", null)
                .with("public_key", half.pem())
                .with("public_key_fingerprints", Fingerprints.of(half.der()))
                .with("type", half.kind())
                .with("public_data", half.data());
        if (call.flag("return_private_key_data")) {
            result = result.with("private_data", key.secretData());
        }
        if (!call.flag("check_consistency")) {
            return result;
        }
        result = result.with("key_is_consistent", key.consistent().orElse(null));
        return key.consistent().orElse(true)
                ? result
                : result.with("msg", "Private key is not consistent! Its numbers do not belong together.")
                        .failing();
    }
}
