package io.slipway.common.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodAuthorityTest {

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-22T08:00:00Z"));

    @TempDir
    Path keys;

    @Test
    void theRootIsMadeOnceAndItsKeyIsPrivate() throws Exception {
        String first = PodAuthority.openOrCreate(keys, NOW, new SecureRandom()).certificatePem();
        assertEquals(
                first, PodAuthority.openOrCreate(keys, NOW, new SecureRandom()).certificatePem());
        assertEquals(first, Files.readString(keys.resolve("ca.crt")));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("ca.pem"))));
    }

    @Test
    void issuesServerCertificatesThatTheRootVouchesFor() throws Exception {
        PodAuthority authority = PodAuthority.openOrCreate(keys, NOW, new SecureRandom());
        PodAuthority.ServerIdentity server = authority.issue(List.of("slipway.pod.internal"), List.of("10.10.0.1"));
        X509Certificate leaf = server.chain().getFirst();
        X509Certificate root = server.chain().getLast();
        leaf.verify(root.getPublicKey());
        root.verify(root.getPublicKey());
        assertTrue(root.getBasicConstraints() >= 0, "the root is a CA");
        assertEquals(-1, leaf.getBasicConstraints());
        assertEquals(
                "[[2, slipway.pod.internal], [7, 10.10.0.1]]",
                leaf.getSubjectAlternativeNames().toString());
    }

    @Test
    void itsCertificateIsRenewedWithTheSameKeyYearsBeforeItEnds() throws Exception {
        PodAuthority first = PodAuthority.openOrCreate(keys, NOW, new SecureRandom());
        X509Certificate before = first.root();
        Instant end = before.getNotAfter().toInstant();
        assertEquals(before, at(end.minus(Duration.ofDays(1096))).root());
        PodAuthority later = at(end.minus(Duration.ofDays(1094)));
        X509Certificate after = later.root();
        assertTrue(after.getNotAfter().toInstant().isAfter(end.plus(Duration.ofDays(2500))));
        assertEquals(before.getPublicKey(), after.getPublicKey());
        assertEquals(first.created().plusSeconds(1), later.created(), "it holds already, whatever the clock says");
        assertEquals(after, at(end.minus(Duration.ofDays(1090))).root(), "once is enough");
        assertEquals(later.certificatePem(), Files.readString(keys.resolve("ca.crt")));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("ca.pem"))));
        assertNull(
                AuthorityKeyIdentifier.getInstance(
                                JcaX509ExtensionUtils.parseExtensionValue(later.issue(List.of("a"), List.of())
                                        .chain()
                                        .getFirst()
                                        .getExtensionValue(Extension.authorityKeyIdentifier.getId())))
                        .getAuthorityCertSerialNumber(),
                "OpenSSL would take no other certificate of the same authority");
        for (X509Certificate root : List.of(before, after)) {
            for (PodAuthority authority : List.of(first, later)) {
                requireTrusted(root, authority.issue(List.of("slipway"), List.of()), end.minus(Duration.ofDays(1000)));
            }
        }
    }

    private PodAuthority at(Instant now) {
        return PodAuthority.openOrCreate(keys, InstantSource.fixed(now), new SecureRandom());
    }

    /** As a client sees it that has this root alone. */
    private static void requireTrusted(X509Certificate root, PodAuthority.ServerIdentity server, Instant when)
            throws Exception {
        PKIXParameters trust = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        trust.setRevocationEnabled(false);
        X509Certificate leaf = server.chain().getFirst();
        Instant valid = when.isAfter(leaf.getNotAfter().toInstant())
                ? leaf.getNotAfter().toInstant().minus(Duration.ofDays(1))
                : when;
        trust.setDate(Date.from(valid));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), trust);
    }
}
