package io.slipway.common.crypto;

import io.slipway.common.DurableFile;
import io.slipway.common.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The pod's own certificate authority: nodes install its certificate and then trust every server that the pod vouches for. */
public final class PodAuthority {

    private static final Duration ROOT_LIFE = Duration.ofDays(3650);

    /** A good while longer than a server's certificate: nodes get the next one whenever they are configured. */
    private static final Duration BEFORE_ITS_END = Duration.ofDays(1095);

    private static final Duration SERVER_LIFE = Duration.ofDays(825);
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final InstantSource clock;
    private final SecureRandom random;

    private PodAuthority(PrivateKey key, X509Certificate certificate, InstantSource clock, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What a TLS server needs.
     *
     * @param chain the server's certificate, then the root
     */
    public record ServerIdentity(PrivateKey key, List<X509Certificate> chain) {}

    /**
     * The authority kept in {@code directory}; the first call makes it. Three years before its certificate ends it gets another one, with
     * the same key and name: who has the one before still trusts what is issued, and has those years to take the new one.
     *
     * @param directory made if needed; gets {@code ca.pem}, key and certificate, for its owner alone, and {@code ca.crt}, what nodes install
     */
    public static PodAuthority openOrCreate(Path directory, InstantSource clock, SecureRandom random) {
        Path file = directory.resolve("ca.pem");
        try {
            if (!Files.exists(file)) {
                PrivateDirectory.create(directory);
                KeyPair pair = newPair(random);
                Instant now = clock.instant();
                X509Certificate root = selfSigned(pair, now.minus(CLOCK_SKEW), now.plus(ROOT_LIFE), random);
                DurableFile.createPrivate(file, text(pair.getPrivate(), root));
            }
            String content = Files.readString(file);
            PrivateKey key = key(content);
            X509Certificate root = certificate(content);
            Instant end = root.getNotAfter().toInstant();
            if (clock.instant().isAfter(end.minus(BEFORE_ITS_END))) {
                root = renewed(root, key, clock.instant().plus(ROOT_LIFE), random);
                DurableFile.writePrivate(file, text(key, root));
            }
            PodAuthority authority = new PodAuthority(key, root, clock, random);
            PrivateDirectory.publish(directory.resolve("ca.crt"), authority.certificatePem());
            return authority;
        } catch (IOException e) {
            throw PrivateDirectory.unusable("the certificate authority", file, e);
        } catch (GeneralSecurityException | OperatorCreationException | IllegalArgumentException e) {
            throw new CryptoException(
                    Problem.of("the certificate authority '" + file + "' cannot be used")
                            .because(String.valueOf(e.getMessage())),
                    e);
        }
    }

    /** It holds since the same time, but for a second, so that nobody takes it for the one before; also where a clock had gone ahead. */
    private static X509Certificate renewed(X509Certificate root, PrivateKey key, Instant end, SecureRandom random)
            throws CertIOException, GeneralSecurityException, OperatorCreationException {
        Instant begin = root.getNotBefore().toInstant().plusSeconds(1);
        return selfSigned(new KeyPair(root.getPublicKey(), key), begin, end, random);
    }

    private static byte[] text(PrivateKey key, X509Certificate root) throws GeneralSecurityException {
        return (pem("PRIVATE KEY", key.getEncoded()) + pem("CERTIFICATE", root.getEncoded()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The root certificate in PEM: {@code ca.crt}. */
    public String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new CryptoException(
                    Problem.of("the root certificate cannot be encoded").because(String.valueOf(e.getMessage())), e);
        }
    }

    X509Certificate root() {
        return certificate;
    }

    /** Whether it issued this one. */
    boolean issued(X509Certificate other) {
        try {
            other.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException somebodyElses) {
            return false;
        }
    }

    /** Since when the root certificate is valid, to the second. */
    public Instant created() {
        return certificate.getNotBefore().toInstant();
    }

    /** A fresh key and certificate for a server that answers to these DNS names and IP addresses. */
    public ServerIdentity issue(List<String> dnsNames, List<String> addresses) {
        try {
            KeyPair pair = newPair(random);
            Instant now = clock.instant();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    certificate,
                    serial(random),
                    Date.from(now.minus(CLOCK_SKEW)),
                    Date.from(earlier(
                            now.plus(SERVER_LIFE), certificate.getNotAfter().toInstant())),
                    new X500Name("CN=Slipway server"),
                    pair.getPublic());
            GeneralName[] names = Stream.concat(
                            dnsNames.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                            addresses.stream().map(address -> new GeneralName(GeneralName.iPAddress, address)))
                    .toArray(GeneralName[]::new);
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(pair.getPublic()));
            // by its key alone, which outlives its certificate
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    ids.createAuthorityKeyIdentifier(certificate.getPublicKey()));
            return new ServerIdentity(pair.getPrivate(), List.of(signed(builder, key), certificate));
        } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
            throw new CryptoException(
                    Problem.of("no certificate can be issued for " + dnsNames + " " + addresses)
                            .because(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static X509Certificate selfSigned(KeyPair pair, Instant begin, Instant end, SecureRandom random)
            throws CertIOException, GeneralSecurityException, OperatorCreationException {
        X500Name name = new X500Name("CN=Slipway pod authority");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial(random), Date.from(begin), Date.from(end), name, pair.getPublic());
        JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(pair.getPublic()));
        return signed(builder, pair.getPrivate());
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static KeyPair newPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(126, random).setBit(126);
    }

    static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    private static byte[] der(String type, String content) throws GeneralSecurityException {
        String begin = "-----BEGIN " + type + "-----";
        int start = content.indexOf(begin);
        int end = content.indexOf("-----END " + type + "-----");
        if (start < 0 || end < start) {
            throw new GeneralSecurityException("there is no " + type + " in it");
        }
        return Base64.getMimeDecoder().decode(content.substring(start + begin.length(), end));
    }

    static PrivateKey key(String content) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der("PRIVATE KEY", content)));
    }

    static X509Certificate certificate(String content) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der("CERTIFICATE", content)));
    }
}
