package io.slipway.common.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
}
