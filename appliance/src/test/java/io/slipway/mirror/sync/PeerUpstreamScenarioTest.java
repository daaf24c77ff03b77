package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.slipway.common.Progress;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that aptly and reprepro made and GnuPG signed, taken in by Slipway and used by the real apt. */
@Tag("scenario")
class PeerUpstreamScenarioTest {

    @TempDir
    Path directory;

    private final FakeUpstream upstream = new FakeUpstream();
    private Path home;
    private MirrorServer server;
    private PrivateApt apt;
    private byte[] ship;

    @BeforeEach
    void start() throws Exception {
        home = directory.resolve("home");
        for (String each : List.of("mirrors", "build", "archive")) {
            Files.createDirectories(directory.resolve(each));
        }
        server = MirrorServer.start(home, new InetSocketAddress("127.0.0.1", 0), FrontDoor.Listener.NONE);
        apt = new PrivateApt(directory);
        ship = PrivateApt.deb(directory.resolve("build"), "ship", "1:1.0-1", "Section: misc", "Priority: optional");
        Path gnupg = Files.createDirectories(directory.resolve("gnupg"));
        run("chmod", "700", gnupg.toString());
        run("gpg", "--batch", "--passphrase", "", "--quick-gen-key", "vendor@example.org", "rsa3072", "sign", "never");
        run(
                "gpg",
                "--batch",
                "--output",
                directory.resolve("mirrors/vendor.gpg").toString(),
                "--export");
    }

    @AfterEach
    void stop() throws Exception {
        run("gpgconf", "--kill", "all");
        server.close();
        upstream.close();
    }

    private void run(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of("env", "GNUPGHOME=" + directory.resolve("gnupg")));
        all.addAll(List.of(command));
        PrivateApt.Said said = PrivateApt.attempt(directory, all);
        assertEquals(0, said.status(), said.text());
    }

    private void serve(Path archive) throws IOException {
        try (Stream<Path> files = Files.walk(archive)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                upstream.put("vendor/" + archive.relativize(file), Files.readAllBytes(file));
            }
        }
    }

    /** Every way to publish it, each used by apt with nothing but the file that Slipway makes for nodes. */
    private void takeInAndUse(String suite) throws Exception {
        for (String publish : List.of(
                "take: all, publish: verbatim",
                "take: all, publish: resigned",
                "publish: resigned",
                "publish: merged")) {
            Files.writeString(
                    directory.resolve("mirrors/pod.yml"),
                    "sources:\n  - {type: apt, uri: '%s', suites: [%s], components: [main], signed-by: vendor.gpg, %s}\n"
                                    .formatted(upstream.uri("vendor"), suite, publish)
                            + (publish.contains("take") ? "" : "packages: [ship]\n"));
            Outcome outcome = new SyncMirrors(
                            SyncMirrors.Setup.standard(home, directory.resolve("mirrors"), Progress.NONE))
                    .run(List.of(), false)
                    .getFirst();
            assertInstanceOf(Outcome.Published.class, outcome, () -> publish + ": " + outcome);
            URI sources = URI.create("http://127.0.0.1:" + server.port() + "/sources/pod.sources");
            try (var in = sources.toURL().openStream()) {
                apt.stanzas(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
            apt.sources();
            apt.run("update");
            apt.run("download", "ship");
            Path came = apt.downloads().resolve("ship_1%3a1.0-1_amd64.deb");
            assertArrayEquals(ship, Files.readAllBytes(came), publish);
            Files.delete(came);
        }
    }

    @Test
    void whatAptlyPublishes() throws Exception {
        Path config = directory.resolve("aptly.conf");
        Files.writeString(
                config, "{\"rootDir\": \"" + directory.resolve("archive") + "\", \"architectures\": [\"amd64\"]}");
        String option = "-config=" + config;
        run("aptly", option, "repo", "create", "vendor");
        run("aptly", option, "repo", "add", "vendor", directory.resolve("build").toString());
        run("aptly", option, "-distribution=noble", "-component=main", "-batch", "publish", "repo", "vendor");
        serve(directory.resolve("archive/public"));
        takeInAndUse("noble");
    }

    @Test
    void whatRepreproPublishes() throws Exception {
        Path conf = Files.createDirectories(directory.resolve("archive/conf"));
        Files.writeString(
                conf.resolve("distributions"),
                "Origin: vendor\nSuite: stable\nCodename: bookworm\nArchitectures: amd64\nComponents: main\n"
                        + "SignWith: yes\nDebIndices: Packages Release . .gz .xz\n");
        run(
                "reprepro",
                "-b",
                directory.resolve("archive").toString(),
                "includedeb",
                "bookworm",
                directory.resolve("build/ship1:1.0-1.deb").toString());
        serve(directory.resolve("archive"));
        takeInAndUse("bookworm");
    }

    /** What fetches parts of Debian's installer does so: Release and its signature, then indexes by what that says, then packages. */
    private static final String RETRIEVER = """
            server=$1 key=$2
            get() { curl -sf -o "$2" "$server/$1"; }
            get dists/bookworm/Release Release
            get dists/bookworm/Release.gpg Release.gpg
            gpgv -q --keyring "$key" Release.gpg Release
            get dists/bookworm/main/binary-amd64/Release arch
            grep -q '^Architecture: amd64$' arch
            get dists/bookworm/main/debian-installer/binary-amd64/Packages.gz Packages.gz
            named=$(sed '1,/^SHA256:/d' Release | sed -n 's/^ *\\([0-9a-f]*\\) .* main.debian-installer.binary-amd64.Packages.gz$/\\1/p')
            echo "$named  Packages.gz" | sha256sum -c --quiet
            gzip -d Packages.gz
            get "$(sed -n 's/^Filename: //p' Packages)" came.udeb
            echo "$(sed -n 's/^SHA256: //p' Packages)  came.udeb" | sha256sum -c --quiet
            """;

    @Test
    void whatRepreproMakesOfAnInstallersPackages() throws Exception {
        Path conf = Files.createDirectories(directory.resolve("archive/conf"));
        Files.writeString(
                conf.resolve("distributions"),
                "Origin: vendor\nSuite: stable\nCodename: bookworm\nArchitectures: amd64\nComponents: main\n"
                        + "UDebComponents: main\nSignWith: yes\nDebIndices: Packages Release . .gz\n"
                        + "UDebIndices: Packages Release . .gz\n");
        Path build = Files.createDirectories(directory.resolve("udebs"));
        byte[] made = PrivateApt.deb(
                build, "anna", "1.86", "Section: debian-installer", "Priority: standard", "Package-Type: udeb");
        Path udeb = Files.move(build.resolve("anna1.86.deb"), build.resolve("anna_1.86_amd64.udeb"));
        String archive = directory.resolve("archive").toString();
        run("reprepro", "-b", archive, "includedeb", "bookworm", directory.resolve("build/ship1:1.0-1.deb") + "");
        run("reprepro", "-b", archive, "includeudeb", "bookworm", udeb.toString());
        serve(directory.resolve("archive"));
        Files.writeString(directory.resolve("mirrors/pod.yml"), """
                sources:
                  - {type: apt, uri: '%s', suites: [bookworm], components: [main], signed-by: vendor.gpg, publish: resigned, also: installer}
                packages: [ship]
                """.formatted(upstream.uri("vendor")));
        Outcome outcome = new SyncMirrors(SyncMirrors.Setup.standard(home, directory.resolve("mirrors"), Progress.NONE))
                .run(List.of(), false)
                .getFirst();
        assertInstanceOf(Outcome.Published.class, outcome, outcome::toString);
        String own = "http://127.0.0.1:" + server.port();
        Path key = directory.resolve("pod.gpg");
        run("curl", "-sf", "-o", key.toString(), own + "/keys/slipway.gpg");
        run("sh", "-euc", RETRIEVER, "sh", own + "/apt/pod/vendor", key.toString());
        assertArrayEquals(made, Files.readAllBytes(directory.resolve("came.udeb")));
    }
}
