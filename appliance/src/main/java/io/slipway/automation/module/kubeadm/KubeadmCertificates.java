package io.slipway.automation.module.kubeadm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.slipway.automation.module.shell.Found;
import io.slipway.common.Digest;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The certificates that were found on a node, in files and in kubeconfigs. */
final class KubeadmCertificates {

    private static final String FILE = "certificate ";
    private static final String IN_CONFIG = "data ";

    private final Found found;
    private final Instant now;

    KubeadmCertificates(Found found, Instant now) {
        this.found = found;
        this.now = now;
    }

    /** Each with its path, whose it is, who signed it, and when it ends; one that cannot be read says so. */
    List<Map<String, Object>> all() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (String name : found.texts().keySet().stream().sorted().toList()) {
            Optional<byte[]> content = content(name);
            content.ifPresent(bytes -> all.add(described(name.substring(name.indexOf(' ') + 1), bytes)));
        }
        return all;
    }

    private Optional<byte[]> content(String name) {
        if (name.startsWith(FILE)) {
            return found.some(name).map(text -> text.getBytes(US_ASCII));
        }
        return name.startsWith(IN_CONFIG) ? found.some(name).flatMap(KubeadmCertificates::decoded) : Optional.empty();
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text.strip()));
        } catch (IllegalArgumentException broken) {
            return Optional.of(new byte[0]);
        }
    }

    private Map<String, Object> described(String path, byte[] content) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", path);
        try {
            X509Certificate certificate = read(content);
            Instant ends = certificate.getNotAfter().toInstant();
            fields.put("subject", certificate.getSubjectX500Principal().getName());
            fields.put("issuer", certificate.getIssuerX500Principal().getName());
            fields.put("ends", ends.toString());
            fields.put(
                    "days",
                    Math.floorDiv(
                            Duration.between(now, ends).toSeconds(),
                            Duration.ofDays(1).toSeconds()));
        } catch (CertificateException e) {
            fields.put("broken", String.valueOf(e.getMessage()));
        }
        return fields;
    }

    private static X509Certificate read(byte[] content) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(content));
    }

    /**
     * The digest of the cluster's public key, as {@code kubeadm join --discovery-token-ca-cert-hash} takes it: the same on all nodes of one
     * cluster, and another in any other.
     */
    Optional<String> clusterId() {
        return found.texts().keySet().stream()
                .filter(name -> name.startsWith(FILE) && name.endsWith("/pki/ca.crt"))
                .findFirst()
                .flatMap(this::content)
                .flatMap(KubeadmCertificates::publicKeyDigest);
    }

    private static Optional<String> publicKeyDigest(byte[] content) {
        try {
            return Optional.of(
                    Digest.of(read(content).getPublicKey().getEncoded()).toString());
        } catch (CertificateException broken) {
            return Optional.empty();
        }
    }
}
