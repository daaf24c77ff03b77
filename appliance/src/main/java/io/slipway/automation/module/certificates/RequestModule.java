package io.slipway.automation.module.certificates;

import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Attributes;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.x509.PrivateHalf;
import io.slipway.common.crypto.x509.Request;
import io.slipway.common.crypto.x509.RequestWish;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code openssl_csr}: a certificate signing request in a file. */
final class RequestModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("openssl_csr", "Keeps a certificate signing request")
            .options(KeptFile.OPTIONS)
            .options(
                    KeptFile.KEY_PATH,
                    KeptFile.KEY_CONTENT,
                    KeptFile.PASSPHRASE,
                    Option.of("digest", STRING, "The digest that is signed").orElse("sha256"),
                    Option.of("version", INT, "The version of the format: there is but one")
                            .oneOf("1")
                            .orElse(1L))
            .options(RequestArguments.options())
            .options(Attributes.OPTIONS)
            .exclusive("privatekey_path", "privatekey_content")
            .exclusive("subject", "subject_ordered")
            .together("authority_cert_issuer", "authority_cert_serial_number")
            .differs(PrivateKeyModule.MADE_HERE)
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        boolean present = a.string("state").equals("present");
        if (present) {
            Keys.needPrivateKey(a);
        }
        RequestWish wish = RequestArguments.read(a);
        KeptFile file = KeptFile.find(call, "", List.of("privatekey_path"));
        if (present) {
            keep(call, file, wish);
        } else {
            file.remove();
        }
        return file.result(values(a, file, wish), RequestModule::facts);
    }

    private static void keep(ModuleCall call, KeptFile file, RequestWish wish) {
        boolean missing = call.flag("force") || file.content().isEmpty();
        if (missing && call.check()) {
            file.predict();
            return;
        }
        PrivateHalf key = Keys.privateKey(
                call.arguments(),
                file.found(),
                "privatekey",
                "[Errno 2] No such file or directory: '%s' (the private key of the request)");
        if (missing || !Keys.trying(() -> meets(file.content(), wish, key))) {
            file.write(Keys.trying(() -> Request.make(wish, key)).pem().getBytes(StandardCharsets.US_ASCII));
        }
        file.settle();
    }

    private static boolean meets(Optional<byte[]> content, RequestWish wish, PrivateHalf key) {
        Request request;
        try {
            request = Request.read(content.orElseThrow());
        } catch (CryptoException unreadable) {
            return false;
        }
        return request.meets(wish, key);
    }

    private static Map<String, @Nullable Object> values(Arguments a, KeptFile file, RequestWish wish) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("privatekey", a.text("privatekey_path").orElse(null));
        values.put("subject", wish.subject());
        values.put("subjectAltName", orNothing(wish.altNames().values()));
        values.put("keyUsage", orNothing(wish.keyUsage().values()));
        values.put("extendedKeyUsage", orNothing(wish.purposes().values()));
        values.put("basicConstraints", orNothing(wish.constraints().values()));
        values.put("ocspMustStaple", wish.mustStaple());
        values.put("name_constraints_permitted", wish.permitted());
        values.put("name_constraints_excluded", wish.excluded());
        if (a.flag("return_content")) {
            values.put(
                    "csr",
                    file.now()
                            .map(content -> new String(content, StandardCharsets.UTF_8))
                            .orElse(null));
        }
        return values;
    }

    private static @Nullable List<String> orNothing(List<String> values) {
        return values.isEmpty() ? null : values;
    }

    private static Map<String, @Nullable Object> facts(byte[] content) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        try {
            facts.putAll(Request.read(content).facts(false));
            facts.put("can_parse_csr", true);
        } catch (CryptoException unreadable) {
            facts.put("can_parse_csr", false);
        }
        return facts;
    }
}
