package io.slipway.automation.module.certificates;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.common.crypto.x509.Request;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code openssl_csr_info}: what a certificate signing request asks for. */
final class RequestInfoModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("openssl_csr_info", "Says what a signing request asks for")
            .options(InfoSource.PATH_OPTION, InfoSource.CONTENT_OPTION, InfoSource.NAMES, InfoSource.BACKEND)
            .oneNeeded("path", "content")
            .exclusive("path", "content")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        byte[] content = InfoSource.read(call, "CSR");
        Map<String, @Nullable Object> facts =
                Keys.trying(() -> Request.read(content).facts(true));
        ModuleResult result = ModuleResult.unchanged().withAll(InfoSource.named(facts, call.string("name_encoding")));
        return Boolean.TRUE.equals(facts.get("signature_valid"))
                ? result
                : result.with("msg", "CSR signature is invalid!").failing();
    }
}
