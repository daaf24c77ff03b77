package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.openssl.PEMEncryptor;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.encoders.Hex;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** A private key as a file holds it: in the format {@code pkcs1} (OpenSSL's traditional one), {@code pkcs8} or {@code raw}. */
public final class PrivateKeyFile {

    private static final int ROUNDS = 100_000;

    private PrivateKeyFile() {}

    /** The format of what a file holds: one of the three, or {@code unknown-pem}. */
    public static String formatOf(byte[] content) {
        return Pem.firstType(content)
                .map(type -> type.equals("PRIVATE KEY") || type.equals("ENCRYPTED PRIVATE KEY")
                        ? "pkcs8"
                        : type.endsWith(" PRIVATE KEY") ? "pkcs1" : "unknown-pem")
                .orElse("raw");
    }

    /**
     * A key in any of the formats.
     *
     * @param kind what kind a raw key is taken for
     */
    public static PrivateHalf read(byte[] content, Optional<String> passphrase, String kind) {
        if (!formatOf(content).equals("raw")) {
            return PrivateHalf.read(content, passphrase);
        }
        if (passphrase.isPresent()) {
            throw new CryptoException(Problem.of("Wrong or empty passphrase provided for private key")
                    .because("a raw key is never protected"));
        }
        return PrivateHalf.readRaw(content, kind);
    }

    /** @param passphrase encrypts the key with AES-256 */
    public static byte[] write(PrivateHalf key, String format, Optional<String> passphrase, SecureRandom random) {
        try {
            return switch (format) {
                case "raw" -> {
                    if (passphrase.isPresent()) {
                        throw new CryptoException(Problem.of("a key in the format raw cannot be protected"));
                    }
                    yield key.raw();
                }
                case "pkcs1" -> traditional(key, passphrase, random);
                default -> pkcs8(key, passphrase, random);
            };
        } catch (IOException | OperatorCreationException e) {
            throw new CryptoException(
                    Problem.of("the private key cannot be written").because(String.valueOf(e.getMessage())), e);
        }
    }

    private static byte[] pkcs8(PrivateHalf key, Optional<String> passphrase, SecureRandom random)
            throws IOException, OperatorCreationException {
        if (passphrase.isEmpty()) {
            return bytes(new PemObject("PRIVATE KEY", key.info().getEncoded()));
        }
        JceOpenSSLPKCS8EncryptorBuilder encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(Provider.BC)
                .setRandom(random)
                .setIterationCount(ROUNDS)
                .setPRF(new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_hmacWithSHA256, org.bouncycastle.asn1.DERNull.INSTANCE))
                .setPassword(passphrase.get().toCharArray());
        return bytes(new PKCS8Generator(key.info(), encryptor.build()).generate());
    }

    private static byte[] traditional(PrivateHalf key, Optional<String> passphrase, SecureRandom random)
            throws IOException {
        String type = switch (key.publicHalf().kind()) {
            case "RSA" -> "RSA PRIVATE KEY";
            case "DSA" -> "DSA PRIVATE KEY";
            case "ECC" -> "EC PRIVATE KEY";
            default ->
                throw new CryptoException(Problem.of(
                        "a key of the type " + key.publicHalf().kind() + " cannot be written in the format pkcs1"));
        };
        byte[] der = key.traditional().toASN1Primitive().getEncoded("DER");
        if (passphrase.isEmpty()) {
            return bytes(new PemObject(type, der));
        }
        PEMEncryptor encryptor = new JcePEMEncryptorBuilder("AES-256-CBC")
                .setProvider(Provider.BC)
                .setSecureRandom(random)
                .build(passphrase.get().toCharArray());
        String vector = Hex.toHexString(encryptor.getIV()).toUpperCase(java.util.Locale.ROOT);
        return bytes(new PemObject(
                type,
                java.util.List.of(
                        new PemHeader("Proc-Type", "4,ENCRYPTED"),
                        new PemHeader("DEK-Info", encryptor.getAlgorithm() + "," + vector)),
                encryptor.encrypt(der)));
    }

    private static byte[] bytes(PemObject object) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString().replace("\r\n", "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
