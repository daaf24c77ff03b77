package io.slipway.automation.module.certificates;

import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Attributes;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.x509.Curves;
import io.slipway.common.crypto.x509.Fingerprints;
import io.slipway.common.crypto.x509.PrivateHalf;
import io.slipway.common.crypto.x509.PrivateKeyFile;
import io.slipway.common.crypto.x509.PublicHalf;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code openssl_privatekey}: a private key in a file. */
final class PrivateKeyModule implements Module {

    static final String MADE_HERE =
            "keys, requests and certificates are made by Slipway itself and sent over the connection: the node needs neither Python nor OpenSSL";

    private static final ModuleSpec SPEC = ModuleSpec.of("openssl_privatekey", "Keeps a private key")
            .options(KeptFile.OPTIONS)
            .options(
                    Option.of("type", STRING, "The kind of key")
                            .oneOf("DSA", "ECC", "Ed25519", "Ed448", "RSA", "X25519", "X448")
                            .orElse("RSA"),
                    Option.of("size", INT, "Bits of an RSA or DSA key").orElse(4096L),
                    Option.of("curve", STRING, "The curve of an ECC key").oneOf(Curves.NAMES.toArray(String[]::new)),
                    Option.of("passphrase", STRING, "What the key is encrypted with")
                            .secret(),
                    Option.of("cipher", STRING, "How it is encrypted: auto"),
                    Option.of("format", STRING, "How the file is written")
                            .oneOf("pkcs1", "pkcs8", "raw", "auto", "auto_ignore")
                            .orElse("auto_ignore"),
                    Option.of("format_mismatch", STRING, "What is done with a key in another format")
                            .oneOf("regenerate", "convert")
                            .orElse("regenerate"),
                    Option.of("regenerate", STRING, "When a new key may take the old one's place")
                            .oneOf("never", "fail", "partial_idempotence", "full_idempotence", "always")
                            .orElse("full_idempotence"))
            .options(Attributes.OPTIONS)
            .together("cipher", "passphrase")
            .neededIf("type", "ECC", "curve")
            .differs(MADE_HERE)
            .build();

    private static final Set<String> MODERN = Set.of("X25519", "X448", "Ed25519", "Ed448");

    private final SecureRandom random;

    PrivateKeyModule(SecureRandom random) {
        this.random = random;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return new Task(call, random).run();
    }

    /** What is to be done with a file that is there. */
    private enum Verdict {
        KEEP,
        MAKE,
        CONVERT
    }

    private record Task(ModuleCall call, SecureRandom random) {

        ModuleResult run() {
            Arguments a = call.arguments();
            KeptFile file = KeptFile.find(call, "0600", List.of());
            if (a.string("state").equals("absent")) {
                file.remove();
                return result(file, Optional.empty());
            }
            if (a.text("cipher").filter(cipher -> !cipher.equals("auto")).isPresent()) {
                throw new ModuleFailure("Cryptography backend can only use \"auto\" for cipher option.");
            }
            Optional<PrivateHalf> old = existing(file);
            Verdict verdict = verdict(file, old);
            if (verdict == Verdict.KEEP) {
                file.settle();
                return result(file, old).withAll(warning(verdict));
            }
            if (call.check()) {
                file.predict();
                return result(file, old).withAll(warning(verdict));
            }
            PrivateHalf key = verdict == Verdict.CONVERT
                    ? old.orElseThrow()
                    : Keys.trying(() ->
                            PrivateHalf.generate(type(), size(), a.text("curve").orElse(""), random));
            file.write(Keys.trying(() -> PrivateKeyFile.write(key, wantedFormat(), sealing(), random)));
            return result(file, Optional.of(key)).withAll(warning(verdict));
        }

        private Map<String, Object> warning(Verdict verdict) {
            String curve = call.arguments().text("curve").orElse("");
            return verdict == Verdict.MAKE && type().equals("ECC") && !Curves.sound(curve) && !call.check()
                    ? Map.of(
                            "warnings",
                            List.of("Elliptic curves of type " + curve + " should not be used for new keys!"))
                    : Map.of();
        }

        private String type() {
            return call.string("type");
        }

        private int size() {
            return (int) call.arguments().number("size");
        }

        private Optional<String> passphrase() {
            return call.arguments().text("passphrase");
        }

        /** A passphrase alone opens keys; it seals them only beside a cipher. */
        private Optional<String> sealing() {
            return call.arguments().has("cipher") ? passphrase().filter(p -> !p.isEmpty()) : Optional.empty();
        }

        private String wantedFormat() {
            String format = call.string("format");
            return format.startsWith("auto") ? MODERN.contains(type()) ? "pkcs8" : "pkcs1" : format;
        }

        private Optional<PrivateHalf> existing(KeptFile file) {
            try {
                return file.content().map(content -> PrivateKeyFile.read(content, passphrase(), type()));
            } catch (CryptoException unreadable) {
                return Optional.empty();
            }
        }

        private Verdict verdict(KeptFile file, Optional<PrivateHalf> old) {
            String regenerate = call.flag("force") ? "always" : call.string("regenerate");
            if (regenerate.equals("always") || file.content().isEmpty()) {
                return Verdict.MAKE;
            }
            if (old.isEmpty()) {
                return allowed(
                        regenerate.equals("full_idempotence"),
                        "Unable to read the key. The key is protected with a another passphrase / no passphrase or broken."
                                + " Will not proceed. To force regeneration, call the module with `generate`"
                                + " set to `full_idempotence` or `always`, or with `force=true`.");
            }
            boolean idempotent = regenerate.endsWith("_idempotence");
            if (!regenerate.equals("never") && !asWanted(old.get().publicHalf())) {
                return allowed(
                        idempotent,
                        "Key has wrong type and/or size. Will not proceed. To force regeneration, call the module with"
                                + " `generate` set to `partial_idempotence`, `full_idempotence` or `always`, or with"
                                + " `force=true`.");
            }
            boolean format = call.string("format").equals("auto_ignore")
                    || PrivateKeyFile.formatOf(file.content().get()).equals(wantedFormat());
            if (format) {
                return Verdict.KEEP;
            }
            if (call.string("format_mismatch").equals("convert")) {
                return Verdict.CONVERT;
            }
            return regenerate.equals("never")
                    ? Verdict.KEEP
                    : allowed(
                            idempotent,
                            "Key has wrong format. Will not proceed. To force regeneration, call the module with"
                                    + " `generate` set to `partial_idempotence`, `full_idempotence` or `always`, or"
                                    + " with `force=true`. To convert the key, set `format_mismatch` to `convert`.");
        }

        private static Verdict allowed(boolean allowed, String refusal) {
            if (!allowed) {
                throw new ModuleFailure(refusal);
            }
            return Verdict.MAKE;
        }

        private boolean asWanted(PublicHalf key) {
            return key.kind().equals(type())
                    && switch (type()) {
                        case "RSA", "DSA" -> key.size() == size();
                        case "ECC" -> key.curve().equals(call.string("curve"));
                        default -> true;
                    };
        }

        private ModuleResult result(KeptFile file, Optional<PrivateHalf> key) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("type", type());
            values.put("size", (long) size());
            values.put(
                    "fingerprint",
                    key.map(k -> Fingerprints.of(k.publicHalf().der())).orElse(null));
            if (type().equals("ECC")) {
                values.put("curve", call.arguments().text("curve").orElse(null));
            }
            if (call.flag("return_content")) {
                values.put("privatekey", file.now().map(Task::text).orElse(null));
            }
            return file.result(values, content -> facts(content, passphrase(), type()));
        }

        private static String text(byte[] content) {
            return PrivateKeyFile.formatOf(content).equals("raw")
                    ? Base64.getEncoder().encodeToString(content)
                    : new String(content, StandardCharsets.UTF_8);
        }
    }

    /** What may be shown of a key. */
    static Map<String, @Nullable Object> facts(byte[] content, Optional<String> passphrase, String kind) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        try {
            PublicHalf key = PrivateKeyFile.read(content, passphrase, kind).publicHalf();
            facts.put("can_parse_key", true);
            facts.put("key_is_consistent", null);
            facts.put("public_key", key.pem());
            facts.put("public_key_fingerprints", Fingerprints.preferred(key.der()));
            facts.put("type", key.kind());
            facts.put("public_data", key.data());
        } catch (CryptoException unreadable) {
            facts.put("can_parse_key", false);
        }
        return facts;
    }
}
