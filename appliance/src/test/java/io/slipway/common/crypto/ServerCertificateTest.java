package io.slipway.common.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {

    private static final ServerNames NAMES =
            ServerNames.of(List.of("slipway.pod.internal"), List.of("10.0.0.1", "fd00::1"));

    @TempDir
    Path keys;

    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private PodAuthority authority;

    @BeforeEach
    void open() {
        authority = PodAuthority.openOrCreate(keys, () -> now, new SecureRandom());
    }

    private X509Certificate shown(ServerNames names) {
        return new ServerCertificate(keys, authority, () -> now)
                .forNames(names)
                .chain()
                .getFirst();
    }

    @Test
    void isIssuedOnceAndItsKeyIsPrivate() throws Exception {
        X509Certificate first = shown(NAMES);
        assertEquals(first, shown(NAMES));
        assertEquals(first, shown(ServerNames.of(List.of(), List.of("fd00:0:0::1"))), "fewer names need no other one");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("server.pem"))));
    }

    @Test
    void isIssuedAgainForAnotherNameOrAddress() throws Exception {
        X509Certificate first = shown(NAMES);
        X509Certificate second = shown(ServerNames.of(List.of("slipway.pod.internal"), List.of("10.0.0.2")));
        assertNotEquals(first, second);
        second.verify(authority.root().getPublicKey());
        assertNotEquals(second, shown(ServerNames.of(List.of("other"), List.of())));
    }

    @Test
    void isIssuedAgainWellBeforeItEnds() {
        X509Certificate first = shown(NAMES);
        now = first.getNotAfter().toInstant().minus(Duration.ofDays(61));
        assertEquals(first, shown(NAMES));
        now = first.getNotAfter().toInstant().minus(Duration.ofDays(59));
        assertNotEquals(first, shown(NAMES));
    }

    @Test
    void isIssuedAgainByAnotherAuthorityAndWhenItIsDamaged() throws Exception {
        X509Certificate first = shown(NAMES);
        Files.delete(keys.resolve("ca.pem"));
        authority = PodAuthority.openOrCreate(keys, () -> now, new SecureRandom());
        X509Certificate second = shown(NAMES);
        assertNotEquals(first, second);
        for (String damaged : List.of("", "nonsense", "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n")) {
            Files.writeString(keys.resolve("server.pem"), damaged);
            second = shown(NAMES);
            assertEquals(second, shown(NAMES));
        }
    }

    @Test
    void neverOutlivesItsAuthority() {
        now = authority.root().getNotAfter().toInstant().minus(Duration.ofDays(100));
        assertEquals(authority.root().getNotAfter(), shown(NAMES).getNotAfter());
    }
}
