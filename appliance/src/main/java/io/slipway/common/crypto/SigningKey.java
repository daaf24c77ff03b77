package io.slipway.common.crypto;

import io.slipway.common.DurableFile;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/**
 * The pod's own OpenPGP key, with which it signs the repositories that it publishes.
 *
 * <p>A version 4 Ed25519 key (RFC 4880 with the EdDSA extension, algorithm 22): the newest kind that both gpgv 2.2 of Debian 12 and
 * sqv of Debian 13 accept. It does not expire: inside an air gap, nobody could renew it in time.
 */
public final class SigningKey {

    private static final String FILE = "slipway.key";
    private static final String FORMER_FILE = "slipway-former.key";
    private static final String PUBLIC_FILE = "slipway.asc";

    private final List<PGPSecretKeyRing> keys;
    private final InstantSource clock;

    /** @param keys the one that counts, then the former one if it still signs */
    private SigningKey(List<PGPSecretKeyRing> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The key kept in {@code directory}; the first call makes it.
     *
     * @param directory made if needed; the key file in it is readable by its owner alone. Its public half lies beside it, for the
     *     playbook that carries it to the nodes
     */
    public static SigningKey openOrCreate(Path directory, InstantSource clock, SecureRandom random) {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                PrivateDirectory.create(directory);
                DurableFile.createPrivate(
                        file, armoured(generate(clock, random).getEncoded()).getBytes(StandardCharsets.US_ASCII));
            }
            SigningKey key = new SigningKey(keysIn(directory), clock);
            publish(directory, key);
            return key;
        } catch (IOException e) {
            throw PrivateDirectory.unusable("the signing key", file, e);
        } catch (PGPException e) {
            throw unusable(file, e);
        }
    }

    private static List<PGPSecretKeyRing> keysIn(Path directory) throws IOException, PGPException {
        PGPSecretKeyRing current = parse(Files.readAllBytes(directory.resolve(FILE)));
        Path formerFile = directory.resolve(FORMER_FILE);
        if (!Files.exists(formerFile)) {
            return List.of(current);
        }
        PGPSecretKeyRing former = parse(Files.readAllBytes(formerFile));
        boolean same =
                former.getPublicKey().getKeyID() == current.getPublicKey().getKeyID();
        return same ? List.of(current) : List.of(current, former);
    }

    /**
     * Makes a new key. Until {@link #retire}, everything is signed by the former one as well, and both are in the public keyring: so
     * nodes that know only the former one can still take what they need to learn of the new one.
     */
    public static SigningKey rotate(Path directory, InstantSource clock, SecureRandom random) {
        SigningKey before = openOrCreate(directory, clock, random);
        if (before.keys.size() > 1) {
            throw new CryptoException(Problem.of("the signing key is being replaced already")
                    .because("the former one " + before.former().orElseThrow() + " still signs as well")
                    .hint("once all nodes have the new one, run 'slipway key retire'; then make another"));
        }
        try {
            DurableFile.writePrivate(directory.resolve(FORMER_FILE), Files.readAllBytes(directory.resolve(FILE)));
            DurableFile.writePrivate(
                    directory.resolve(FILE),
                    armoured(generate(clock, random).getEncoded()).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw PrivateDirectory.unusable("the signing key", directory.resolve(FILE), e);
        } catch (PGPException e) {
            throw new CryptoException(
                    Problem.of("no signing key can be made").because(String.valueOf(e.getMessage())), e);
        }
        return openOrCreate(directory, clock, random);
    }

    /** Has the former key sign no more, and removes it. */
    public static void retire(Path directory) {
        Path former = directory.resolve(FORMER_FILE);
        try {
            if (!Files.deleteIfExists(former)) {
                throw new CryptoException(Problem.of("there is no former signing key")
                        .hint("'slipway key rotate' makes a new key and keeps the present one for a while"));
            }
            DurableFile.syncDirectory(directory);
            publish(directory, new SigningKey(keysIn(directory), InstantSource.system()));
        } catch (IOException e) {
            throw PrivateDirectory.unusable("the former signing key", former, e);
        } catch (PGPException e) {
            throw unusable(directory.resolve(FILE), e);
        }
    }

    private static void publish(Path directory, SigningKey key) throws IOException {
        PrivateDirectory.publish(publicFile(directory), key.publicKeyringArmoured());
    }

    private static CryptoException unusable(Path file, PGPException e) {
        return new CryptoException(
                Problem.of("the signing key '" + file + "' cannot be used").because(String.valueOf(e.getMessage())), e);
    }

    /** Where in that directory the public half lies, in armour; a new file at each change of the keys. */
    public static Path publicFile(Path directory) {
        return directory.resolve(PUBLIC_FILE);
    }

    private static PGPSecretKeyRing parse(byte[] content) throws IOException, PGPException {
        return new PGPSecretKeyRing(
                PGPUtil.getDecoderStream(new ByteArrayInputStream(content)), new BcKeyFingerprintCalculator());
    }

    private static PGPSecretKeyRing generate(InstantSource clock, SecureRandom random) throws PGPException {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(random));
        PGPKeyPair pair = new BcPGPKeyPair(
                PublicKeyPacket.VERSION_4,
                PublicKeyAlgorithmTags.EDDSA_LEGACY,
                generator.generateKeyPair(),
                Date.from(clock.instant()));
        PGPSignatureSubpacketGenerator properties = new PGPSignatureSubpacketGenerator();
        properties.setKeyFlags(true, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA);
        properties.setPreferredHashAlgorithms(false, new int[] {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA256});
        return new PGPKeyRingGenerator(
                        PGPSignature.POSITIVE_CERTIFICATION,
                        pair,
                        "Slipway archive signing key",
                        null,
                        properties.generate(),
                        null,
                        signer(pair.getPublicKey().getAlgorithm()),
                        null)
                .generateSecretKeyRing();
    }

    private static BcPGPContentSignerBuilder signer(int algorithm) {
        return new BcPGPContentSignerBuilder(algorithm, HashAlgorithmTags.SHA512);
    }

    public Fingerprint fingerprint() {
        return fingerprint(keys.getFirst());
    }

    /** The key that signs beside it for a while. */
    public Optional<Fingerprint> former() {
        return keys.stream().skip(1).map(SigningKey::fingerprint).findFirst();
    }

    private static Fingerprint fingerprint(PGPSecretKeyRing key) {
        return Fingerprint.of(key.getPublicKey().getFingerprint());
    }

    /** When it was made, to the second. */
    public Instant created() {
        return keys.getFirst().getPublicKey().getCreationTime().toInstant();
    }

    /** Clear-signs a text, as {@code InRelease} is. */
    public byte[] clearSign(String text) {
        ClearSigned message =
                new ClearSigned(text.lines().map(String::stripTrailing).toList(), "");
        StringBuilder out = new StringBuilder("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n");
        for (String line : message.lines()) {
            out.append(line.startsWith("-") ? "- " : "").append(line).append('\n');
        }
        out.append(sign(PGPSignature.CANONICAL_TEXT_DOCUMENT, message.canonical()));
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** An armoured signature over {@code content}, as {@code Release.gpg} is. */
    public byte[] detached(byte[] content) {
        return sign(PGPSignature.BINARY_DOCUMENT, content).getBytes(StandardCharsets.US_ASCII);
    }

    private String sign(int type, byte[] content) {
        try {
            ByteArrayOutputStream signatures = new ByteArrayOutputStream();
            for (PGPSecretKeyRing key : keys) {
                signatures.writeBytes(sign(key, type, content));
            }
            return armoured(signatures.toByteArray());
        } catch (PGPException | IOException e) {
            throw new CryptoException(Problem.of("signing failed").because(String.valueOf(e.getMessage())), e);
        }
    }

    private byte[] sign(PGPSecretKeyRing key, int type, byte[] content) throws PGPException, IOException {
        PGPSignatureGenerator generator =
                new PGPSignatureGenerator(signer(key.getPublicKey().getAlgorithm()), key.getPublicKey());
        generator.init(type, key.getSecretKey().extractPrivateKey(null));
        PGPSignatureSubpacketGenerator properties = new PGPSignatureSubpacketGenerator();
        properties.setIssuerFingerprint(false, key.getPublicKey());
        properties.setSignatureCreationTime(true, Date.from(clock.instant()));
        generator.setHashedSubpackets(properties.generate());
        generator.update(content);
        return generator.generate().getEncoded();
    }

    /** The public half as a binary keyring: what {@code Signed-By} takes. */
    public byte[] publicKeyring() {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (PGPSecretKeyRing key : keys) {
                all.writeBytes(new PGPPublicKeyRing(List.of(key.getPublicKey())).getEncoded());
            }
            return all.toByteArray();
        } catch (IOException e) {
            throw new CryptoException(
                    Problem.of("the public key cannot be encoded").because(IoReason.of(e)), e);
        }
    }

    /** The public half in armour: what people read and paste. */
    public String publicKeyringArmoured() {
        try {
            return armoured(publicKeyring());
        } catch (IOException e) {
            throw new CryptoException(
                    Problem.of("the public key cannot be encoded").because(IoReason.of(e)), e);
        }
    }

    private static String armoured(byte[] packets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmoredOutputStream armour =
                ArmoredOutputStream.builder().clearHeaders().build(out)) {
            armour.write(packets);
        }
        return out.toString(StandardCharsets.US_ASCII);
    }
}
