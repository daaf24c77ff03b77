package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/** Signatures of requests and certificates. */
final class Signing {

    private static final List<String> DIGESTS = List.of("sha256", "sha384", "sha512", "sha1", "md5");

    private Signing() {}

    /** @param digest {@code sha256} and the like; without effect for keys that need none */
    static ContentSigner signer(PrivateHalf key, String digest) {
        String kind = key.publicHalf().kind();
        String hash = digest.toUpperCase(Locale.ROOT);
        String algorithm = switch (kind) {
            case "RSA" -> hash + "withRSA";
            case "ECC" -> hash + "withECDSA";
            case "DSA" -> hash + "withDSA";
            case "Ed25519", "Ed448" -> kind;
            default -> throw new CryptoException(Problem.of("a key of the type " + kind + " cannot sign"));
        };
        if (!kind.startsWith("Ed") && !DIGESTS.contains(digest)) {
            throw new CryptoException(Problem.of("Unsupported digest \"" + digest + "\"")
                    .hint("supported are: " + String.join(", ", DIGESTS)));
        }
        try {
            return new JcaContentSignerBuilder(algorithm)
                    .setProvider(Provider.BC)
                    .build(key.forSigning());
        } catch (OperatorCreationException e) {
            throw new CryptoException(
                    Problem.of("nothing can be signed with " + algorithm).because(String.valueOf(e.getMessage())), e);
        }
    }

    static ContentVerifierProvider verifier(PublicHalf key) throws OperatorCreationException {
        return new JcaContentVerifierProviderBuilder().setProvider(Provider.BC).build(key.info());
    }
}
