package io.slipway.automation.module.certificates;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.x509.Certificate;
import io.slipway.common.crypto.x509.Issue;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code x509_certificate}: a certificate in a file, signed by its own key or by an authority whose key is at hand. */
final class CertificateModule implements Module {

    private static final ModuleSpec SPEC = CertificateOptions.spec();

    private final SecureRandom random;
    private final InstantSource clock;

    CertificateModule(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        boolean present = a.string("state").equals("present");
        String provider = a.text("provider").orElse("");
        if (present && !provider.equals("selfsigned") && !provider.equals("ownca")) {
            throw new ModuleFailure(Problem.of("the provider " + provider + " is not offered")
                    .because("it needs a service outside of the pod")
                    .hint("use ownca with an authority of your own, or selfsigned"));
        }
        KeptFile file =
                KeptFile.find(call, "", List.of("csr_path", "privatekey_path", "ownca_path", "ownca_privatekey_path"));
        Instant now = clock.instant();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("privatekey", a.text("privatekey_path").orElse(null));
        values.put("csr", a.text("csr_path").orElse(null));
        if (present) {
            values.putAll(keep(call, file, now));
        } else {
            file.remove();
        }
        if (call.flag("return_content")) {
            values.put(
                    "certificate",
                    file.now()
                            .map(content -> new String(content, StandardCharsets.UTF_8))
                            .orElse(null));
        }
        return file.result(values, content -> facts(content, now));
    }

    private Map<String, @Nullable Object> keep(ModuleCall call, KeptFile file, Instant now) {
        Issuer issuer = Keys.trying(() -> Issuer.of(call.arguments(), file.found(), now));
        Map<String, @Nullable Object> values = new LinkedHashMap<>(issuer.values());
        Optional<Certificate> present = existing(file);
        if (call.flag("force") || present.filter(issuer::wouldIssue).isEmpty()) {
            if (call.check()) {
                file.predict();
            } else {
                Certificate made = Keys.trying(() -> issuer.issue(random));
                file.write(made.pem().getBytes(StandardCharsets.US_ASCII));
                present = Optional.of(made);
            }
        }
        file.settle();
        Optional<Certificate> told = call.check() ? Optional.empty() : present;
        Issue terms = issuer.terms();
        values.put(
                "notBefore", Certificate.time(told.map(Certificate::notBefore).orElse(terms.notBefore())));
        values.put("notAfter", Certificate.time(told.map(Certificate::notAfter).orElse(terms.notAfter())));
        values.put("serial_number", told.map(Certificate::serial).orElseGet(() -> new BigInteger(159, random)));
        return values;
    }

    private static Optional<Certificate> existing(KeptFile file) {
        try {
            return file.content().map(Certificate::read);
        } catch (CryptoException unreadable) {
            return Optional.empty();
        }
    }

    private static Map<String, @Nullable Object> facts(byte[] content, Instant now) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        try {
            facts.putAll(Certificate.read(content).facts(false, now));
            facts.put("can_parse_certificate", true);
        } catch (CryptoException unreadable) {
            facts.put("can_parse_certificate", false);
        }
        return facts;
    }
}
