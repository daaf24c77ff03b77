package io.slipway.common.crypto.x509;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;

/** What requests and certificates hold, under the names of Ansible's modules that tell it. */
final class Facts {

    private static final Map<Integer, String> USAGES = new LinkedHashMap<>();

    static {
        USAGES.put(KeyUsage.cRLSign, "CRL Sign");
        USAGES.put(KeyUsage.keyCertSign, "Certificate Sign");
        USAGES.put(KeyUsage.dataEncipherment, "Data Encipherment");
        USAGES.put(KeyUsage.decipherOnly, "Decipher Only");
        USAGES.put(KeyUsage.digitalSignature, "Digital Signature");
        USAGES.put(KeyUsage.encipherOnly, "Encipher Only");
        USAGES.put(KeyUsage.keyAgreement, "Key Agreement");
        USAGES.put(KeyUsage.keyEncipherment, "Key Encipherment");
        USAGES.put(KeyUsage.nonRepudiation, "Non Repudiation");
    }

    private Facts() {}

    static void subject(String key, X500Name name, Map<String, @Nullable Object> facts) {
        List<List<String>> ordered = Names.parts(name, false);
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        ordered.forEach(part -> parts.put(part.get(0), part.get(1)));
        facts.put(key, parts);
        facts.put(key + "_ordered", ordered);
    }

    static void publicKey(PublicHalf key, boolean allFingerprints, Map<String, @Nullable Object> facts) {
        facts.put("public_key", key.pem());
        facts.put("public_key_type", key.kind());
        facts.put("public_key_data", key.data());
        facts.put(
                "public_key_fingerprints",
                allFingerprints ? Fingerprints.of(key.der()) : Fingerprints.preferred(key.der()));
    }

    static void extensions(Map<ASN1ObjectIdentifier, Extension> all, Map<String, @Nullable Object> facts) {
        put("key_usage", all.get(Extension.keyUsage), Facts::keyUsage, facts);
        put("extended_key_usage", all.get(Extension.extendedKeyUsage), Facts::purposes, facts);
        put("basic_constraints", all.get(Extension.basicConstraints), Facts::constraints, facts);
        put("ocsp_must_staple", all.get(WishedExtensions.TLS_FEATURE), Facts::staple, facts);
        put("subject_alt_name", all.get(Extension.subjectAlternativeName), Facts::altNames, facts);
        Extension id = all.get(Extension.subjectKeyIdentifier);
        facts.put(
                "subject_key_identifier",
                id == null
                        ? null
                        : Fingerprints.hex(SubjectKeyIdentifier.getInstance(id.getParsedValue())
                                .getKeyIdentifier()));
        authority(all.get(Extension.authorityKeyIdentifier), facts);
        Map<String, @Nullable Object> raw = new LinkedHashMap<>();
        all.forEach((oid, extension) -> raw.put(
                oid.getId(),
                Map.of(
                        "critical",
                        extension.isCritical(),
                        "value",
                        Base64.getEncoder()
                                .encodeToString(extension.getExtnValue().getOctets()))));
        facts.put("extensions_by_oid", raw);
    }

    static void nameConstraints(Map<ASN1ObjectIdentifier, Extension> all, Map<String, @Nullable Object> facts) {
        Extension extension = all.get(Extension.nameConstraints);
        NameConstraints names = extension == null ? null : NameConstraints.getInstance(extension.getParsedValue());
        facts.put("name_constraints_permitted", names == null ? null : subtrees(names.getPermittedSubtrees()));
        facts.put("name_constraints_excluded", names == null ? null : subtrees(names.getExcludedSubtrees()));
        facts.put("name_constraints_critical", extension != null && extension.isCritical());
    }

    private static List<String> subtrees(GeneralSubtree @Nullable [] trees) {
        return trees == null
                ? List.of()
                : Arrays.stream(trees)
                        .map(tree -> AltNames.show(tree.getBase()))
                        .toList();
    }

    private static void put(
            String key,
            @Nullable Extension extension,
            Function<Extension, Object> meaning,
            Map<String, @Nullable Object> facts) {
        facts.put(key, extension == null ? null : meaning.apply(extension));
        facts.put(key + "_critical", extension != null && extension.isCritical());
    }

    private static Object keyUsage(Extension extension) {
        KeyUsage usage = KeyUsage.getInstance(extension.getParsedValue());
        List<String> names = new ArrayList<>();
        USAGES.forEach((bit, name) -> {
            if (usage.hasUsages(bit)) {
                names.add(name);
            }
        });
        return names;
    }

    private static Object purposes(Extension extension) {
        return Arrays.stream(
                        ExtendedKeyUsage.getInstance(extension.getParsedValue()).getUsages())
                .map(KeyPurposeId::toOID)
                .map(Oids::name)
                .sorted()
                .toList();
    }

    private static Object constraints(Extension extension) {
        BasicConstraints constraints = BasicConstraints.getInstance(extension.getParsedValue());
        List<String> texts = new ArrayList<>();
        texts.add("CA:" + (constraints.isCA() ? "TRUE" : "FALSE"));
        ASN1Integer length = constraints.getPathLenConstraintInteger();
        if (length != null) {
            texts.add("pathlen:" + length.getValue());
        }
        return texts;
    }

    private static Object staple(Extension extension) {
        ASN1Sequence features = ASN1Sequence.getInstance(extension.getParsedValue());
        for (int i = 0; i < features.size(); i++) {
            if (ASN1Integer.getInstance(features.getObjectAt(i)).hasValue(5)) {
                return true;
            }
        }
        return false;
    }

    private static Object altNames(Extension extension) {
        return shown(GeneralNames.getInstance(extension.getParsedValue()));
    }

    private static List<String> shown(GeneralNames names) {
        return Arrays.stream(names.getNames())
                .map((GeneralName name) -> AltNames.show(name))
                .toList();
    }

    private static void authority(@Nullable Extension extension, Map<String, @Nullable Object> facts) {
        AuthorityKeyIdentifier id =
                extension == null ? null : AuthorityKeyIdentifier.getInstance(extension.getParsedValue());
        byte @Nullable [] key = id == null ? null : id.getKeyIdentifierOctets();
        GeneralNames issuer = id == null ? null : id.getAuthorityCertIssuer();
        facts.put("authority_key_identifier", key == null ? null : Fingerprints.hex(key));
        facts.put("authority_cert_issuer", issuer == null ? null : shown(issuer));
        facts.put("authority_cert_serial_number", id == null ? null : id.getAuthorityCertSerialNumber());
    }
}
