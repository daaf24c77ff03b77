package io.slipway.mirror.apt.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Position;
import io.slipway.common.ProblemException;
import io.slipway.common.crypto.Fingerprint;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.apt.AptException;
import io.slipway.mirror.apt.AptSource;
import io.slipway.mirror.apt.Trust;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    private static final Position HERE = new Position("demo.yml", 3, 5);

    @TempDir
    Path etc;

    private SigningKey key;

    @BeforeEach
    void prepare() throws IOException {
        key = SigningKey.openOrCreate(etc.resolve("keys"), InstantSource.system(), new SecureRandom());
        Files.createDirectories(etc.resolve("apt/sources.list.d"));
        Files.createDirectories(etc.resolve("apt/trusted.gpg.d"));
        Files.write(etc.resolve("archive.gpg"), key.publicKeyring());
        Files.writeString(etc.resolve("apt/trusted.gpg.d/archive.asc"), key.publicKeyringArmoured());
        Files.writeString(etc.resolve("os-release"), "NAME=x\nVERSION_CODENAME=\"stable\"\n");
    }

    private Machine machine(String dump) {
        return new Machine(etc, AptConfiguration.parse(dump), "amd64");
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(
                etc.resolve("apt").resolve(name),
                text.replace("KEYRING", etc.resolve("archive.gpg").toString()));
    }

    private List<Fingerprint> signers() {
        Trust.SignedBy trust =
                assertInstanceOf(Trust.SignedBy.class, sources().getFirst().trust());
        return trust.keyring().primaries();
    }

    private List<AptSource> sources() {
        return machine("").sources("stable", List.of("main"), List.of("amd64"), HERE);
    }

    private List<String> labels() {
        return sources().stream().map(AptSource::label).toList();
    }

    @Test
    void readsTheNewFormat() throws IOException {
        file("sources.list.d/a.sources", """
                # the release and its updates
                Types: deb deb-src
                URIs: http://archive.example.org/debian
                Suites: stable stable-updates
                # stable-backports
                Components: main contrib
                Signed-By: KEYRING

                Types: deb
                URIs: https://archive.example.org/security/
                Suites: stable-security
                Components: main
                Signed-By: KEYRING
                """);
        assertEquals(
                List.of(
                        "http://archive.example.org/debian/ stable",
                        "http://archive.example.org/debian/ stable-updates",
                        "https://archive.example.org/security/ stable-security"),
                labels());
        assertEquals(List.of("main"), sources().getFirst().components());
        assertEquals(List.of(key.fingerprint()), signers());
    }

    @Test
    void readsTheOldFormat() throws IOException {
        file("sources.list", """
                deb [arch=amd64,arm64 signed-by=KEYRING] http://archive.example.org/debian stable main contrib # here
                deb-src http://archive.example.org/debian stable main
                #deb http://archive.example.org/old stable main

                deb\thttp://archive.example.org/security\tstable/updates   main
                """);
        assertEquals(
                List.of(
                        "http://archive.example.org/debian/ stable",
                        "http://archive.example.org/security/ stable/updates"),
                labels());
    }

    @Test
    void leavesOutWhatIsNotTheReleaseItself() throws IOException {
        file("sources.list", "deb http://archive.example.org/debian stable main\n");
        file("sources.list.d/vendor.list", "deb http://vendor.example.org/apt tool-stable main\n");
        file("sources.list.d/other.list", "deb http://other.example.org/apt stable nonfree\n");
        file(
                "sources.list.d/off.sources",
                "Types: deb\nURIs: http://off.example.org/\nSuites: stable\nComponents: main\nEnabled: no\n");
        file("sources.list.d/disc.list", "deb cdrom:[disc]/ stable main\n");
        file("sources.list.d/ignored.bak", "nonsense");
        assertEquals(List.of("http://archive.example.org/debian/ stable"), labels());
    }

    @Test
    void anotherReleaseIsLookedForWhereTheOwnOneComesFrom() throws IOException {
        file("sources.list", """
                deb [signed-by=KEYRING] http://archive.example.org/debian stable main
                deb http://archive.example.org/debian stable-updates main
                deb http://archive.example.org/security stable-security main
                """);
        List<AptSource> next = machine("").sources("next", List.of("main"), List.of("amd64"), HERE);
        assertEquals(
                List.of(
                        "http://archive.example.org/debian/ next",
                        "http://archive.example.org/debian/ next-updates",
                        "http://archive.example.org/security/ next-security"),
                next.stream().map(AptSource::label).toList());
        file("sources.list.d/next.list", "deb http://next.example.org/debian next main\n");
        assertEquals(
                List.of("http://next.example.org/debian/ next"),
                machine("").sources("next", List.of("main"), List.of("amd64"), HERE).stream()
                        .map(AptSource::label)
                        .toList());
    }

    @Test
    void whatIsNeverReleasedHasNoUpdatesToLookFor() throws IOException {
        file("sources.list", """
                deb [signed-by=KEYRING] http://archive.example.org/debian stable main
                deb http://archive.example.org/debian stable-updates main
                deb http://archive.example.org/security stable-security main
                """);
        assertEquals(
                List.of("http://archive.example.org/debian/ sid"),
                machine("").sources("sid", List.of("main"), List.of("amd64"), HERE).stream()
                        .map(AptSource::label)
                        .toList());
    }

    @Test
    void aKeyMayStandInTheFileItself() throws IOException {
        String armour = key.publicKeyringArmoured()
                .stripTrailing()
                .replace("\n\n", "\n.\n")
                .replace("\n", "\n ");
        file(
                "sources.list.d/a.sources",
                "Types: deb\nURIs: http://archive.example.org/\nSuites: stable\nComponents: main\nSigned-By:\n "
                        + armour + "\n");
        assertEquals(List.of(key.fingerprint()), signers());
    }

    @Test
    void aFingerprintPicksFromTheTrustedKeys() throws IOException {
        file("sources.list", "deb [signed-by=" + key.fingerprint() + "] http://archive.example.org/ stable main\n");
        assertEquals(List.of(key.fingerprint()), signers());
        file("sources.list", "deb [signed-by=" + "AB".repeat(20) + "] http://archive.example.org/ stable main\n");
        assertThrows(ProblemException.class, this::sources);
    }

    @Test
    void datesAreCheckedUnlessAptDoesNot() throws IOException {
        file("sources.list", "deb http://archive.example.org/debian stable main\n");
        assertTrue(sources().getFirst().checkValidUntil());
        Machine frozen = machine("Acquire::Check-Valid-Until \"false\";\n");
        assertFalse(frozen.sources("stable", List.of("main"), List.of("amd64"), HERE)
                .getFirst()
                .checkValidUntil());
    }

    @Test
    void aMachineWithoutASourceIsExplained() {
        AptException e = assertThrows(AptException.class, this::sources);
        assertEquals(HERE, e.problem().where());
        assertTrue(e.problem().what().contains("no apt source for 'stable'"), e.getMessage());
        assertEquals("stable", machine("").codename());
    }

    @Test
    void malformedSourcesAreNamed() throws IOException {
        file("sources.list", "\ndeb http://archive.example.org/\n");
        AptException e = assertThrows(AptException.class, this::sources);
        assertTrue(String.valueOf(e.problem().where()).endsWith("sources.list:2"), e.getMessage());
    }

    @Test
    void proxiesAreChosenAsAptChoosesThem() {
        ProxySelector proxies = AptConfiguration.parse("""
                        Acquire::http::Proxy "http://proxy.example.org:3128";
                        Acquire::http::Proxy::direct.example.org "DIRECT";
                        Acquire::https::Proxy "";
                        """).proxies(ProxySelector.of(null));
        assertEquals(
                "[HTTP @ proxy.example.org/<unresolved>:3128]",
                proxies.select(URI.create("http://archive.example.org/x")).toString());
        assertEquals(
                "[DIRECT]",
                proxies.select(URI.create("http://direct.example.org/x")).toString());
        assertEquals(
                "[DIRECT]",
                proxies.select(URI.create("https://archive.example.org/x")).toString());
    }
}
