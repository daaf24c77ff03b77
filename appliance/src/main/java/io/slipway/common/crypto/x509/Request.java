package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/** A certificate signing request, RFC 2986. */
public final class Request {

    private static final List<ASN1ObjectIdentifier> JUDGED = List.of(
            Extension.subjectAlternativeName,
            Extension.keyUsage,
            Extension.extendedKeyUsage,
            Extension.basicConstraints,
            WishedExtensions.TLS_FEATURE,
            Extension.nameConstraints,
            Extension.subjectKeyIdentifier,
            Extension.authorityKeyIdentifier,
            Extension.cRLDistributionPoints);

    private final PKCS10CertificationRequest request;

    private Request(PKCS10CertificationRequest request) {
        this.request = request;
    }

    public static Request make(RequestWish wish, PrivateHalf key) {
        PublicHalf half = key.publicHalf();
        PKCS10CertificationRequestBuilder builder = new PKCS10CertificationRequestBuilder(subject(wish), half.info());
        WishedExtensions.of(wish, half)
                .ifPresent(extensions ->
                        builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions));
        return new Request(builder.build(Signing.signer(key, wish.digest())));
    }

    /** @param content in PEM */
    public static Request read(byte[] content) {
        byte[] der = Pem.read(content, "certificate signing request", "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");
        try {
            Request request = new Request(new PKCS10CertificationRequest(der));
            request.extensions();
            return request;
        } catch (IOException | RuntimeException e) {
            throw new CryptoException(
                    Problem.of("the certificate signing request cannot be read")
                            .because(String.valueOf(e.getMessage())),
                    e);
        }
    }

    public String pem() {
        try {
            return Pem.write("CERTIFICATE REQUEST", request.getEncoded());
        } catch (IOException e) {
            throw new CryptoException(Problem.of("the request cannot be encoded"), e);
        }
    }

    private static X500Name subject(RequestWish wish) {
        return Names.of(wish.subject().stream()
                .map(part -> new Names.Part(part.get(0), part.get(1)))
                .toList());
    }

    X500Name subject() {
        return request.getSubject();
    }

    public PublicHalf publicHalf() {
        return new PublicHalf(request.getSubjectPublicKeyInfo());
    }

    /** Empty when it asks for none. */
    Map<ASN1ObjectIdentifier, Extension> extensions() {
        return byOid(request.getRequestedExtensions());
    }

    static Map<ASN1ObjectIdentifier, Extension> byOid(@Nullable Extensions extensions) {
        Map<ASN1ObjectIdentifier, Extension> map = new LinkedHashMap<>();
        if (extensions != null) {
            for (ASN1ObjectIdentifier oid : extensions.getExtensionOIDs()) {
                map.put(oid, extensions.getExtension(oid));
            }
        }
        return map;
    }

    /** Whether it was signed with the key that it names. */
    public boolean signatureValid() {
        try {
            return request.isSignatureValid(Signing.verifier(publicHalf()));
        } catch (OperatorCreationException | PKCSException | RuntimeException e) {
            return false;
        }
    }

    /** Whether it says what is wished, for this key; the order of names does not matter, and extensions that no wish knows don't either. */
    public boolean meets(RequestWish wish, PrivateHalf key) {
        PublicHalf half = key.publicHalf();
        if (!signatureValid() || !publicHalf().equals(half) || !sameSubject(wish)) {
            return false;
        }
        Map<ASN1ObjectIdentifier, Extension> wanted =
                byOid(WishedExtensions.of(wish, half).orElse(null));
        Map<ASN1ObjectIdentifier, Extension> present = extensions();
        return JUDGED.stream().allMatch(oid -> same(wanted.get(oid), present.get(oid)));
    }

    private boolean sameSubject(RequestWish wish) {
        List<List<String>> wanted = Names.parts(subject(wish), false);
        List<List<String>> present = Names.parts(subject(), false);
        return wish.ordered() ? wanted.equals(present) : new HashSet<>(wanted).equals(new HashSet<>(present));
    }

    private static boolean same(@Nullable Extension a, @Nullable Extension b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return a.isCritical() == b.isCritical() && Objects.equals(meaning(a), meaning(b));
    }

    /** A set where order has no meaning. */
    private static Object meaning(Extension extension) {
        if (extension.getExtnId().equals(Extension.subjectAlternativeName)) {
            return Set.of(Arrays.stream(
                            GeneralNames.getInstance(extension.getParsedValue()).getNames())
                    .map(AltNames::show)
                    .distinct()
                    .toArray());
        }
        if (extension.getExtnId().equals(Extension.extendedKeyUsage)) {
            return Set.of(Arrays.stream(ExtendedKeyUsage.getInstance(extension.getParsedValue())
                            .getUsages())
                    .distinct()
                    .toArray());
        }
        return extension.getExtnValue();
    }

    /** What is in it, under the names of Ansible's {@code openssl_csr_info}. */
    public Map<String, @Nullable Object> facts(boolean allFingerprints) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        Facts.subject("subject", subject(), facts);
        Facts.extensions(extensions(), facts);
        Facts.nameConstraints(extensions(), facts);
        Facts.publicKey(publicHalf(), allFingerprints, facts);
        facts.put("signature_valid", signatureValid());
        return facts;
    }
}
