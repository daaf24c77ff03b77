package io.slipway.automation.module.certificates;

import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Attributes;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.x509.Fingerprints;
import io.slipway.common.crypto.x509.PrivateHalf;
import io.slipway.common.crypto.x509.PublicHalf;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code openssl_publickey}: the public half of a private key, in a file. */
final class PublicKeyModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("openssl_publickey", "Keeps the public key of a private one")
            .options(KeptFile.OPTIONS)
            .options(
                    KeptFile.KEY_PATH,
                    KeptFile.KEY_CONTENT,
                    KeptFile.PASSPHRASE,
                    Option.of("format", STRING, "How it is written")
                            .oneOf("OpenSSH", "PEM")
                            .orElse("PEM"))
            .options(Attributes.OPTIONS)
            .exclusive("privatekey_path", "privatekey_content")
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
        KeptFile file = KeptFile.find(call, "", List.of("privatekey_path"));
        if (!present) {
            file.remove();
            return result(call, file, Optional.empty());
        }
        PrivateHalf key = Keys.privateKey(a, file.found(), "privatekey", "The private key %s does not exist");
        boolean ssh = a.string("format").equals("OpenSSH");
        if (a.flag("force") || !same(file.content(), key.publicHalf(), ssh)) {
            file.write(Keys.trying(() ->
                            ssh ? key.publicHalf().openSsh() : key.publicHalf().pem())
                    .getBytes(StandardCharsets.US_ASCII));
        }
        file.settle();
        return result(call, file, call.check() ? Optional.empty() : Optional.of(key.publicHalf()));
    }

    private static boolean same(Optional<byte[]> content, PublicHalf key, boolean ssh) {
        try {
            return content.map(bytes -> ssh ? PublicHalf.readOpenSsh(bytes) : PublicHalf.readPem(bytes))
                    .filter(key::equals)
                    .isPresent();
        } catch (CryptoException unreadable) {
            return false;
        }
    }

    private static ModuleResult result(ModuleCall call, KeptFile file, Optional<PublicHalf> key) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("privatekey", call.arguments().text("privatekey_path").orElse(null));
        values.put("format", call.string("format"));
        values.put("fingerprint", key.map(k -> Fingerprints.of(k.der())).orElse(Map.of()));
        if (call.flag("return_content")) {
            values.put(
                    "publickey",
                    file.now()
                            .map(content -> new String(content, StandardCharsets.UTF_8))
                            .orElse(null));
        }
        return file.result(values, PublicKeyModule::facts);
    }

    private static Map<String, @Nullable Object> facts(byte[] content) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        try {
            PublicHalf key = PublicHalf.readPem(content);
            facts.put("can_parse_key", true);
            facts.put("fingerprints", Fingerprints.preferred(key.der()));
            facts.put("type", key.kind());
            facts.put("public_data", key.data());
        } catch (CryptoException unreadable) {
            facts.put("can_parse_key", false);
        }
        return facts;
    }
}
