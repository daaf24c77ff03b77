package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.x509.RequestWish.CrlPoint;
import io.slipway.common.crypto.x509.RequestWish.Listed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.jspecify.annotations.Nullable;

/** The extensions that a {@link RequestWish} asks for. */
final class WishedExtensions {

    static final ASN1ObjectIdentifier TLS_FEATURE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");

    /** The TLS feature {@code status_request}, RFC 7633. */
    private static final int STATUS_REQUEST = 5;

    private static final Map<String, Integer> REASONS = Map.of(
            "key_compromise", ReasonFlags.keyCompromise,
            "ca_compromise", ReasonFlags.cACompromise,
            "affiliation_changed", ReasonFlags.affiliationChanged,
            "superseded", ReasonFlags.superseded,
            "cessation_of_operation", ReasonFlags.cessationOfOperation,
            "certificate_hold", ReasonFlags.certificateHold,
            "privilege_withdrawn", ReasonFlags.privilegeWithdrawn,
            "aa_compromise", ReasonFlags.aACompromise);

    private WishedExtensions() {}

    static Optional<Extensions> of(RequestWish wish, PublicHalf key) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            add(extensions, wish, key);
            return extensions.isEmpty() ? Optional.empty() : Optional.of(extensions.generate());
        } catch (IOException e) {
            throw new CryptoException(Problem.of("the extensions cannot be encoded"), e);
        }
    }

    private static void add(ExtensionsGenerator to, RequestWish wish, PublicHalf key) throws IOException {
        if (!wish.altNames().values().isEmpty()) {
            to.addExtension(
                    Extension.subjectAlternativeName,
                    wish.altNames().critical(),
                    names(wish.altNames().values(), "Subject Alternative Name"));
        }
        if (!wish.keyUsage().values().isEmpty()) {
            to.addExtension(Extension.keyUsage, wish.keyUsage().critical(), keyUsage(wish.keyUsage()));
        }
        if (!wish.purposes().values().isEmpty()) {
            to.addExtension(
                    Extension.extendedKeyUsage,
                    wish.purposes().critical(),
                    new ExtendedKeyUsage(wish.purposes().values().stream()
                            .map(name -> KeyPurposeId.getInstance(Oids.of(name)))
                            .toArray(KeyPurposeId[]::new)));
        }
        if (!wish.constraints().values().isEmpty()) {
            to.addExtension(Extension.basicConstraints, wish.constraints().critical(), constraints(wish.constraints()));
        }
        if (wish.mustStaple()) {
            to.addExtension(TLS_FEATURE, wish.mustStapleCritical(), new DERSequence(new ASN1Integer(STATUS_REQUEST)));
        }
        if (!wish.permitted().isEmpty() || !wish.excluded().isEmpty()) {
            to.addExtension(
                    Extension.nameConstraints,
                    wish.namesCritical(),
                    new NameConstraints(
                            subtrees(wish.permitted(), "name constraints permitted"),
                            subtrees(wish.excluded(), "name constraints excluded")));
        }
        if (wish.createKeyId()) {
            to.addExtension(Extension.subjectKeyIdentifier, false, keyId(key));
        } else if (wish.keyId().isPresent()) {
            to.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new SubjectKeyIdentifier(wish.keyId().get()));
        }
        if (wish.authorityKeyId().isPresent() || wish.authoritySerial().isPresent()) {
            to.addExtension(Extension.authorityKeyIdentifier, false, authority(wish));
        }
        if (!wish.crlPoints().isEmpty()) {
            to.addExtension(
                    Extension.cRLDistributionPoints,
                    false,
                    new CRLDistPoint(wish.crlPoints().stream()
                            .map(WishedExtensions::point)
                            .toArray(DistributionPoint[]::new)));
        }
    }

    static SubjectKeyIdentifier keyId(PublicHalf key) {
        return new BcX509ExtensionUtils().createSubjectKeyIdentifier(key.info());
    }

    private static GeneralNames names(List<String> texts, String what) {
        return new GeneralNames(
                texts.stream().map(text -> AltNames.parse(text, what)).toArray(GeneralName[]::new));
    }

    private static GeneralSubtree @Nullable [] subtrees(List<String> texts, String what) {
        return texts.isEmpty()
                ? null
                : texts.stream()
                        .map(text -> new GeneralSubtree(AltNames.parse(text, what)))
                        .toArray(GeneralSubtree[]::new);
    }

    private static KeyUsage keyUsage(Listed wanted) {
        int bits = 0;
        for (String usage : wanted.values()) {
            bits |= switch (usage) {
                case "Digital Signature", "digitalSignature" -> KeyUsage.digitalSignature;
                case "Non Repudiation", "nonRepudiation" -> KeyUsage.nonRepudiation;
                case "Key Encipherment", "keyEncipherment" -> KeyUsage.keyEncipherment;
                case "Data Encipherment", "dataEncipherment" -> KeyUsage.dataEncipherment;
                case "Key Agreement", "keyAgreement" -> KeyUsage.keyAgreement;
                case "Certificate Sign", "keyCertSign" -> KeyUsage.keyCertSign;
                case "CRL Sign", "cRLSign" -> KeyUsage.cRLSign;
                case "Encipher Only", "encipherOnly" -> KeyUsage.encipherOnly;
                case "Decipher Only", "decipherOnly" -> KeyUsage.decipherOnly;
                default -> throw new CryptoException(Problem.of("Unknown key usage \"" + usage + "\""));
            };
        }
        return new KeyUsage(bits);
    }

    private static BasicConstraints constraints(Listed wanted) {
        boolean authority = false;
        int length = -1;
        for (String one : wanted.values()) {
            if (one.equals("CA:TRUE") || one.equals("CA:FALSE")) {
                authority = one.equals("CA:TRUE");
            } else if (one.startsWith("CA:")) {
                throw new CryptoException(
                        Problem.of("Unknown basic constraint value \"" + one.substring(3) + "\" for CA"));
            } else if (one.matches("pathlen:\\d{1,4}")) {
                length = Integer.parseInt(one.substring("pathlen:".length()));
            } else if (one.startsWith("pathlen:")) {
                throw new CryptoException(
                        Problem.of("Cannot parse path length constraint \"" + one.substring(8) + "\""));
            } else {
                throw new CryptoException(Problem.of("Unknown basic constraint \"" + one + "\""));
            }
        }
        if (length >= 0 && !authority) {
            throw new CryptoException(Problem.of("path_length must be None when ca is False"));
        }
        return length >= 0 ? new BasicConstraints(length) : new BasicConstraints(authority);
    }

    private static AuthorityKeyIdentifier authority(RequestWish wish) {
        byte @Nullable [] id = wish.authorityKeyId().orElse(null);
        return wish.authoritySerial().isPresent()
                ? new AuthorityKeyIdentifier(
                        id,
                        names(wish.authorityIssuer(), "authority cert issuer"),
                        wish.authoritySerial().get())
                : new AuthorityKeyIdentifier(id);
    }

    private static DistributionPoint point(CrlPoint point) {
        DistributionPointName name = !point.fullName().isEmpty()
                ? new DistributionPointName(names(point.fullName(), "full name"))
                : !point.relativeName().isEmpty()
                        ? new DistributionPointName(
                                DistributionPointName.NAME_RELATIVE_TO_CRL_ISSUER,
                                org.bouncycastle.asn1.ASN1Set.getInstance(
                                        Names.relative(point.relativeName()).toASN1Primitive()))
                        : null;
        int reasons = 0;
        for (String reason : point.reasons()) {
            Integer bit = REASONS.get(reason);
            if (bit == null) {
                throw new CryptoException(Problem.of("there is no reason for revocations called \"" + reason + "\"")
                        .hint("known are: " + String.join(", ", REASONS.keySet())));
            }
            reasons |= bit;
        }
        return new DistributionPoint(
                name,
                point.reasons().isEmpty() ? null : new ReasonFlags(reasons),
                point.issuer().isEmpty() ? null : names(point.issuer(), "CRL issuer"));
    }
}
