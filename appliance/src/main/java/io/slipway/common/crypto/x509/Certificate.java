package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Properties;
import org.jspecify.annotations.Nullable;

/** A certificate, RFC 5280. */
public final class Certificate {

    private static final DateTimeFormatter ASN1_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final X509CertificateHolder holder;

    private Certificate(X509CertificateHolder holder) {
        this.holder = holder;
    }

    /** @param content in PEM; the first certificate counts */
    public static Certificate read(byte[] content) {
        byte[] der = Pem.read(content, "certificate", "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");
        try {
            return ofDer(der);
        } catch (IOException | RuntimeException e) {
            throw new CryptoException(
                    Problem.of("the certificate cannot be read").because(String.valueOf(e.getMessage())), e);
        }
    }

    /** Self-signed certificates without any name are let pass, as OpenSSL does. */
    static Certificate ofDer(byte[] der) throws IOException {
        Properties.setThreadOverride(Properties.X509_ALLOW_EMPTY_ISSUER_CERT, true);
        try {
            return new Certificate(new X509CertificateHolder(der));
        } finally {
            Properties.removeThreadOverride(Properties.X509_ALLOW_EMPTY_ISSUER_CERT);
        }
    }

    X509CertificateHolder holder() {
        return holder;
    }

    public String pem() {
        return Pem.write("CERTIFICATE", der());
    }

    private byte[] der() {
        try {
            return holder.getEncoded();
        } catch (IOException e) {
            throw new CryptoException(Problem.of("the certificate cannot be encoded"), e);
        }
    }

    public PublicHalf publicHalf() {
        return new PublicHalf(holder.getSubjectPublicKeyInfo());
    }

    public Instant notBefore() {
        return holder.getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return holder.getNotAfter().toInstant();
    }

    public BigInteger serial() {
        return holder.getSerialNumber();
    }

    /** A moment as certificates write it: {@code 20300131235959Z}. */
    public static String time(Instant instant) {
        return ASN1_TIME.format(instant);
    }

    Map<ASN1ObjectIdentifier, Extension> extensions() {
        return Request.byOid(holder.getExtensions());
    }

    /** Whether it is signed with this key. */
    public boolean signedBy(PublicHalf key) {
        try {
            return holder.isSignatureValid(Signing.verifier(key));
        } catch (OperatorCreationException | CertException | RuntimeException e) {
            return false;
        }
    }

    public boolean issuedInTheNameOf(Certificate authority) {
        return Names.parts(holder.getIssuer(), false).equals(Names.parts(authority.holder.getSubject(), false));
    }

    /** Whether it says what the request asks for. Key identifiers that the issuer adds on its own do not count. */
    public boolean matches(Request request, Issue.KeyId keyId, boolean authorityKeyId) {
        if (!request.signatureValid()
                || !request.publicHalf().equals(publicHalf())
                || !Names.parts(request.subject(), false).equals(Names.parts(holder.getSubject(), false))) {
            return false;
        }
        Map<ASN1ObjectIdentifier, Extension> own = new LinkedHashMap<>(extensions());
        Map<ASN1ObjectIdentifier, Extension> asked = new LinkedHashMap<>(request.extensions());
        if (keyId != Issue.KeyId.NEVER) {
            own.remove(Extension.subjectKeyIdentifier);
            asked.remove(Extension.subjectKeyIdentifier);
        }
        if (authorityKeyId) {
            own.remove(Extension.authorityKeyIdentifier);
            asked.remove(Extension.authorityKeyIdentifier);
        }
        return own.keySet().equals(asked.keySet())
                && own.entrySet().stream().allMatch(one -> one.getValue().equals(asked.get(one.getKey())));
    }

    /** Whether its own key identifier is the one that it would get if it were issued now. */
    public boolean hasKeyId(Request request, Issue.KeyId keyId) {
        if (keyId == Issue.KeyId.NEVER) {
            return true;
        }
        Optional<byte[]> asked = keyId == Issue.KeyId.UNLESS_GIVEN ? keyId(request.extensions()) : Optional.empty();
        byte[] wanted =
                asked.orElseGet(() -> WishedExtensions.keyId(publicHalf()).getKeyIdentifier());
        return keyId(extensions()).filter(own -> Arrays.equals(own, wanted)).isPresent();
    }

    /** Whether the identifier of the authority's key is the one that it would get if it were issued now. */
    public boolean hasAuthorityKeyId(Certificate authority) {
        Extension present = extensions().get(Extension.authorityKeyIdentifier);
        return present != null && Issue.authorityKeyId(authority).equals(present.getParsedValue());
    }

    static Optional<byte[]> keyId(Map<ASN1ObjectIdentifier, Extension> extensions) {
        return Optional.ofNullable(extensions.get(Extension.subjectKeyIdentifier))
                .map(e -> SubjectKeyIdentifier.getInstance(e.getParsedValue()).getKeyIdentifier());
    }

    /** What is in it, under the names of Ansible's {@code x509_certificate_info}. */
    public Map<String, @Nullable Object> facts(boolean allFingerprints, Instant now) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put(
                "signature_algorithm", Oids.name(holder.getSignatureAlgorithm().getAlgorithm()));
        Facts.subject("subject", holder.getSubject(), facts);
        Facts.subject("issuer", holder.getIssuer(), facts);
        facts.put("version", (long) holder.getVersionNumber());
        Facts.extensions(extensions(), facts);
        facts.put("not_before", time(notBefore()));
        facts.put("not_after", time(notAfter()));
        facts.put("expired", notAfter().isBefore(now));
        Facts.publicKey(publicHalf(), allFingerprints, facts);
        facts.put("fingerprints", allFingerprints ? Fingerprints.of(der()) : Fingerprints.preferred(der()));
        facts.put("serial_number", serial());
        facts.put("ocsp_uri", accessUri(AccessDescription.id_ad_ocsp));
        facts.put("issuer_uri", accessUri(AccessDescription.id_ad_caIssuers));
        return facts;
    }

    private @Nullable String accessUri(ASN1ObjectIdentifier method) {
        Extension access = extensions().get(Extension.authorityInfoAccess);
        if (access == null) {
            return null;
        }
        return Arrays.stream(AuthorityInformationAccess.getInstance(access.getParsedValue())
                        .getAccessDescriptions())
                .filter(one -> one.getAccessMethod().equals(method))
                .map(one -> AltNames.show(one.getAccessLocation()))
                .filter(uri -> uri.startsWith("URI:"))
                .map(uri -> uri.substring(4))
                .findFirst()
                .orElse(null);
    }
}
