package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.DSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.DSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** A private key. Nothing here ever prints it but {@link PrivateKeyFile}. */
public final class PrivateHalf {

    private final AsymmetricKeyParameter key;
    private final PrivateKeyInfo info;

    PrivateHalf(PrivateKeyInfo full) {
        try {
            this.key = PrivateKeyFactory.createKey(full);
            this.info = versionOne(full);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    PrivateHalf(AsymmetricKeyParameter key) {
        this.key = key;
        try {
            this.info = versionOne(PrivateKeyInfoFactory.createPrivateKeyInfo(key));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Without the public key that RFC 5958 allows beside a private one, and that older OpenSSL refuses. */
    private static PrivateKeyInfo versionOne(PrivateKeyInfo full) throws IOException {
        return new PrivateKeyInfo(full.getPrivateKeyAlgorithm(), full.parsePrivateKey());
    }

    private static CryptoException unreadable(Exception e) {
        return new CryptoException(
                Problem.of("the private key cannot be read").because(String.valueOf(e.getMessage())), e);
    }

    /**
     * A new key.
     *
     * @param kind as {@link PublicHalf#kind()} says it
     * @param size in bits, for RSA and DSA
     * @param curve for ECC
     */
    public static PrivateHalf generate(String kind, int size, String curve, SecureRandom random) {
        return new PrivateHalf(Generate.key(kind, size, curve, random));
    }

    /**
     * A key in PEM.
     *
     * @param passphrase must be there exactly when the key is encrypted
     * @throws CryptoException when it is no key, or the passphrase is not its
     */
    public static PrivateHalf read(byte[] content, Optional<String> passphrase) {
        try (PEMParser parser = new PEMParser(new StringReader(new String(content, StandardCharsets.ISO_8859_1)))) {
            Object found = parser.readObject();
            boolean encrypted = found instanceof PEMEncryptedKeyPair || found instanceof PKCS8EncryptedPrivateKeyInfo;
            if (found != null && encrypted != passphrase.isPresent()) {
                throw new CryptoException(Problem.of("Wrong or empty passphrase provided for private key")
                        .because(
                                encrypted
                                        ? "the key is protected, and none is given"
                                        : "one is given, but the key is not protected"));
            }
            char[] secret = passphrase.orElse("").toCharArray();
            return new PrivateHalf(
                    switch (found) {
                        case PrivateKeyInfo plain -> plain;
                        case PEMKeyPair pair -> pair.getPrivateKeyInfo();
                        case PEMEncryptedKeyPair pair ->
                            pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                            .setProvider(Provider.BC)
                                            .build(secret))
                                    .getPrivateKeyInfo();
                        case PKCS8EncryptedPrivateKeyInfo sealed ->
                            sealed.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                                    .setProvider(Provider.BC)
                                    .build(secret));
                        case null, default -> throw new CryptoException(Problem.of("there is no private key in it"));
                    });
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
            if (e instanceof CryptoException known) {
                throw known;
            }
            throw passphrase.isPresent()
                    ? new CryptoException(Problem.of("Wrong passphrase provided for private key"), e)
                    : unreadable(e);
        }
    }

    /**
     * A key that is nothing but its bytes.
     *
     * @param kind which of two kinds is meant where both have as many bytes
     */
    public static PrivateHalf readRaw(byte[] content, String kind) {
        return new PrivateHalf(
                switch (content.length) {
                    case 32 ->
                        kind.equals("Ed25519")
                                ? new Ed25519PrivateKeyParameters(content)
                                : new X25519PrivateKeyParameters(content);
                    case 56 -> new X448PrivateKeyParameters(content);
                    case 57 -> new Ed448PrivateKeyParameters(content);
                    default -> throw new CryptoException(Problem.of("it is no key in raw format"));
                });
    }

    /** The key's own bytes. */
    byte[] raw() {
        return switch (key) {
            case Ed25519PrivateKeyParameters ed -> ed.getEncoded();
            case Ed448PrivateKeyParameters ed -> ed.getEncoded();
            case X25519PrivateKeyParameters x -> x.getEncoded();
            case X448PrivateKeyParameters x -> x.getEncoded();
            default ->
                throw new CryptoException(Problem.of(
                        "a key of the type " + publicHalf().kind() + " cannot be written in the format raw"));
        };
    }

    PrivateKeyInfo info() {
        return info;
    }

    /** The form that OpenSSL has had for each kind of key since before PKCS #8. */
    ASN1Encodable traditional() throws IOException {
        if (key instanceof DSAPrivateKeyParameters dsa) {
            ASN1EncodableVector numbers = new ASN1EncodableVector();
            numbers.add(new ASN1Integer(0));
            numbers.add(new ASN1Integer(dsa.getParameters().getP()));
            numbers.add(new ASN1Integer(dsa.getParameters().getQ()));
            numbers.add(new ASN1Integer(dsa.getParameters().getG()));
            numbers.add(new ASN1Integer(dsa.getParameters()
                    .getG()
                    .modPow(dsa.getX(), dsa.getParameters().getP())));
            numbers.add(new ASN1Integer(dsa.getX()));
            return new DERSequence(numbers);
        }
        return info.parsePrivateKey();
    }

    public PublicHalf publicHalf() {
        return new PublicHalf(
                switch (key) {
                    case RSAPrivateCrtKeyParameters rsa ->
                        new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
                    case DSAPrivateKeyParameters dsa ->
                        new DSAPublicKeyParameters(
                                dsa.getParameters()
                                        .getG()
                                        .modPow(dsa.getX(), dsa.getParameters().getP()),
                                dsa.getParameters());
                    case ECPrivateKeyParameters ec ->
                        new ECPublicKeyParameters(ec.getParameters().getG().multiply(ec.getD()), ec.getParameters());
                    case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
                    case Ed448PrivateKeyParameters ed -> ed.generatePublicKey();
                    case X25519PrivateKeyParameters x -> x.generatePublicKey();
                    case X448PrivateKeyParameters x -> x.generatePublicKey();
                    default -> throw new CryptoException(Problem.of("a private key of an unsupported kind"));
                });
    }

    /** Its secret numbers, under the names of Ansible's {@code private_data}: for those who ask for nothing less. */
    public Map<String, Object> secretData() {
        return switch (key) {
            case RSAPrivateCrtKeyParameters rsa ->
                Map.of("p", rsa.getP(), "q", rsa.getQ(), "exponent", rsa.getExponent());
            case DSAPrivateKeyParameters dsa -> Map.of("x", dsa.getX());
            case ECPrivateKeyParameters ec -> Map.of("multiplier", ec.getD());
            default -> Map.of();
        };
    }

    /** Whether its numbers belong together; empty where there is but one number. */
    public Optional<Boolean> consistent() {
        return switch (key) {
            case RSAPrivateCrtKeyParameters rsa -> {
                BigInteger order =
                        rsa.getP().subtract(BigInteger.ONE).multiply(rsa.getQ().subtract(BigInteger.ONE));
                yield Optional.of(rsa.getP().multiply(rsa.getQ()).equals(rsa.getModulus())
                        && rsa.getP().isProbablePrime(64)
                        && rsa.getQ().isProbablePrime(64)
                        && rsa.getExponent()
                                .multiply(rsa.getPublicExponent())
                                .mod(order.divide(rsa.getP()
                                        .subtract(BigInteger.ONE)
                                        .gcd(rsa.getQ().subtract(BigInteger.ONE))))
                                .equals(BigInteger.ONE));
            }
            case X25519PrivateKeyParameters x -> Optional.empty();
            case X448PrivateKeyParameters x -> Optional.empty();
            default -> Optional.of(true);
        };
    }

    PrivateKey forSigning() {
        try {
            return new JcaPEMKeyConverter().setProvider(Provider.BC).getPrivateKey(info);
        } catch (PEMException e) {
            throw unreadable(e);
        }
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        try {
            return other instanceof PrivateHalf half && Arrays.equals(info.getEncoded(), half.info.getEncoded());
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int hashCode() {
        return publicHalf().hashCode();
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "private key, " + publicHalf().kind();
    }
}
