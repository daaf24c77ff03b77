package io.slipway.common.crypto;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.bouncycastle.util.Properties;

/**
 * Checks OpenPGP signatures as apt does: at least one must be good, made by a key of the keyring that is neither expired nor
 * revoked, over SHA-256 or better; and none by a known key may be bad.
 */
public final class VerifySignature {

    private static final Set<Integer> STRONG_HASHES =
            Set.of(HashAlgorithmTags.SHA256, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA512);
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    /**
     * Bouncy Castle's word for not looking whether an RSA key's modulus is a product of two large primes, which takes up to a tenth of
     * a second and is not done by gpgv either. The test is for keys that a stranger hands over. Here a modulus counts only if an
     * administrator put its key into a file, or pinned its fingerprint, which covers the modulus, or such a key has signed for it as its
     * subkey ({@link Keyring}). A stranger cannot bring one in; a vendor with a bad one has a key that can be forged wherever it is trusted.
     */
    private static final String ANY_MODULUS = "org.bouncycastle.rsa.allow_unsafe_mod";

    private final Keyring keyring;
    private final InstantSource clock;

    public VerifySignature(Keyring keyring, InstantSource clock) {
        this.keyring = keyring;
        this.clock = clock;
    }

    /**
     * What a good signature covers.
     *
     * @param content exactly the signed text: nothing outside it may be trusted
     * @param signer the primary key that answers for it
     */
    public record Verified(String content, Fingerprint signer) {}

    /**
     * Verifies a clear-signed message such as {@code InRelease}.
     *
     * @param source what to call it in an error, such as its URI
     */
    public Verified clearSigned(String source, byte[] message) {
        ClearSigned parts = ClearSigned.parse(source, message);
        byte[] armour = parts.signature().getBytes(StandardCharsets.ISO_8859_1);
        return new Verified(parts.content(), check(source, parts.canonical(), armour));
    }

    /** The text of a clear-signed message, whoever signed it: for those who said that they do not care. */
    public static String unverified(String source, byte[] message) {
        return ClearSigned.parse(source, message).content();
    }

    /** Verifies a detached signature, armoured or binary, such as {@code Release.gpg} over {@code Release}. */
    public Verified detached(String source, byte[] content, byte[] signature) {
        return new Verified(new String(content, StandardCharsets.UTF_8), check(source, content, signature));
    }

    private Fingerprint check(String source, byte[] signed, byte[] signatures) {
        Optional<Fingerprint> good = Optional.empty();
        List<String> reasons = new ArrayList<>();
        for (PGPSignature signature : parse(source, signatures)) {
            Judgement judgement = judge(signature, signed);
            switch (judgement) {
                case Judgement.Good(Fingerprint signer) -> good = good.or(() -> Optional.of(signer));
                case Judgement.Unusable(String why) -> reasons.add(why);
                case Judgement.Bad(String why) ->
                    throw untrusted(
                            source,
                            List.of(why),
                            "the file was changed after it was signed, or torn: try again, and if it stays so, tell the upstream");
            }
        }
        return good.orElseThrow(() -> untrusted(
                source,
                reasons,
                "get the key that the upstream publishes now, compare its fingerprint in a second place, "
                        + "and put it where 'signed-by' names it"));
    }

    private sealed interface Judgement {
        record Good(Fingerprint signer) implements Judgement {}

        record Unusable(String why) implements Judgement {}

        record Bad(String why) implements Judgement {}
    }

    private Judgement judge(PGPSignature signature, byte[] signed) {
        String id = HexFormat.of().withUpperCase().toHexDigits(signature.getKeyID());
        Optional<Keyring.Candidate> found = keyring.find(signature.getKeyID());
        if (found.isEmpty()) {
            return new Judgement.Unusable("made by key " + id + ", which " + keyring + " does not hold");
        }
        PGPPublicKey key = found.get().key();
        PGPPublicKey primary = found.get().primary();
        Instant now = clock.instant();
        if (!STRONG_HASHES.contains(signature.getHashAlgorithm())) {
            return new Judgement.Unusable("made by key " + id + " over a hash weaker than SHA-256");
        }
        if (signature.getCreationTime().toInstant().isAfter(now.plus(CLOCK_SKEW))) {
            return new Judgement.Unusable("made by key " + id + " in the future, at "
                    + signature.getCreationTime().toInstant() + ": is this machine's clock right?");
        }
        if (primary.hasRevocation() || key.hasRevocation()) {
            return new Judgement.Unusable(
                    "made by key " + id + ", which was revoked: the upstream must have a new one");
        }
        for (PGPPublicKey each : List.of(primary, key)) {
            Optional<Instant> expired = expiry(each).filter(now::isAfter);
            if (expired.isPresent()) {
                return new Judgement.Unusable("made by key " + id + ", which expired at " + expired.get()
                        + ": the upstream may have prolonged or replaced it");
            }
        }
        return verifies(signature, key, signed)
                ? new Judgement.Good(Fingerprint.of(primary.getFingerprint()))
                : new Judgement.Bad("the signature by key " + id + " does not match the content");
    }

    private static Optional<Instant> expiry(PGPPublicKey key) {
        long seconds = key.getValidSeconds();
        return seconds <= 0
                ? Optional.empty()
                : Optional.of(key.getCreationTime().toInstant().plusSeconds(seconds));
    }

    private static boolean verifies(PGPSignature signature, PGPPublicKey key, byte[] signed) {
        int type = signature.getSignatureType();
        if (type != PGPSignature.BINARY_DOCUMENT && type != PGPSignature.CANONICAL_TEXT_DOCUMENT) {
            return false;
        }
        Properties.setThreadOverride(ANY_MODULUS, true);
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key);
            signature.update(signed);
            return signature.verify();
        } catch (PGPException | RuntimeException hostile) {
            return false;
        } finally {
            Properties.removeThreadOverride(ANY_MODULUS);
        }
    }

    private static List<PGPSignature> parse(String source, byte[] signatures) {
        List<PGPSignature> found = new ArrayList<>();
        try {
            BcPGPObjectFactory packets =
                    new BcPGPObjectFactory(PGPUtil.getDecoderStream(new ByteArrayInputStream(signatures)));
            for (Object packet = packets.nextObject(); packet != null; packet = packets.nextObject()) {
                if (packet instanceof PGPSignatureList list) {
                    list.forEach(found::add);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new CryptoException(
                    Problem.of("the signature is not readable")
                            .at(Position.in(source))
                            .because(String.valueOf(e.getMessage())),
                    e);
        }
        if (found.isEmpty()) {
            throw new CryptoException(Problem.of("there is no signature").at(Position.in(source)));
        }
        return found;
    }

    private static CryptoException untrusted(String source, List<String> reasons, String hint) {
        return new CryptoException(Problem.of("the signature cannot be trusted")
                .at(Position.in(source))
                .because(String.join("; ", reasons))
                .hint(hint));
    }
}
