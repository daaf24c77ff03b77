package io.slipway.automation.module.certificates;

import static io.slipway.automation.module.Option.Type.MAP;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.common.crypto.x509.Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code x509_certificate_info}: what a certificate says. */
final class CertificateInfoModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("x509_certificate_info", "Says what a certificate holds")
            .options(
                    InfoSource.PATH_OPTION,
                    InfoSource.CONTENT_OPTION,
                    Option.of("valid_at", MAP, "Moments by name; the result says of each whether it is valid then"),
                    InfoSource.NAMES,
                    InfoSource.BACKEND)
            .oneNeeded("path", "content")
            .exclusive("path", "content")
            .build();

    private final InstantSource clock;

    CertificateInfoModule(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        byte[] content = InfoSource.read(call, "certificate");
        Instant now = clock.instant();
        Certificate certificate = Keys.trying(() -> Certificate.read(content));
        Map<String, @Nullable Object> validAt = new LinkedHashMap<>();
        call.arguments().map("valid_at").forEach((name, value) -> {
            if (!(value instanceof String text)) {
                throw new ModuleFailure(
                        "The value for valid_at." + name + " must be of type string (got " + value + ")");
            }
            Instant then = CertificateTime.parse(text, "valid_at." + name, now);
            validAt.put(name, !then.isBefore(certificate.notBefore()) && !then.isAfter(certificate.notAfter()));
        });
        return ModuleResult.unchanged()
                .withAll(
                        InfoSource.named(Keys.trying(() -> certificate.facts(true, now)), call.string("name_encoding")))
                .with("valid_at", validAt);
    }
}
