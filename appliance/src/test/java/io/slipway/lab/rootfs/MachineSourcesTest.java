package io.slipway.lab.rootfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineSourcesTest {

    private static final String STANZAS = """
            Types: deb deb-src
            # a comment
            URIs: http://archive.example/debian
            Suites: bookworm bookworm-updates bookworm-backports
            Components: main contrib
            Signed-By: /usr/share/keyrings/debian.gpg

            Types: deb
            URIs: http://archive.example/security
            Suites: bookworm-security
            Components: main
            Enabled: yes
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             mDME

            Enabled: no
            Types: deb
            URIs: http://disabled.example/debian
            Suites: bookworm
            Components: main
            """;

    @TempDir
    Path etc;

    @BeforeEach
    void aDebianMachine() throws IOException {
        Files.createDirectories(etc.resolve("apt/sources.list.d"));
        Files.writeString(etc.resolve("os-release"), "NAME=x\nVERSION_CODENAME=bookworm\n");
    }

    @Test
    void stanzasOfTheReleaseWithoutItsBackportsAndOtherComponents() throws IOException {
        write("sources.list.d/debian.sources", STANZAS);
        assertEquals("""
                Types: deb
                URIs: http://archive.example/debian
                Suites: bookworm bookworm-updates
                Components: main
                Signed-By: /usr/share/keyrings/debian.gpg

                Types: deb
                URIs: http://archive.example/security
                Suites: bookworm-security
                Components: main
                Signed-By:\s
                 -----BEGIN PGP PUBLIC KEY BLOCK-----
                 .
                 mDME
                """, machine().forSuite("bookworm"));
    }

    @Test
    void anotherReleaseIsLookedForInTheSamePlaces() throws IOException {
        write("sources.list", "deb http://archive.example/debian bookworm main\n");
        assertEquals("""
                Types: deb
                URIs: http://archive.example/debian
                Suites: trixie
                Components: main
                """, machine().forSuite("trixie"));
    }

    @Test
    void linesWithOptionsAndWithout() throws IOException {
        write("sources.list", """
                # deb http://commented.example/debian bookworm main
                deb [ arch=amd64 signed-by=/k.gpg trusted=yes ] http://a.example/debian bookworm main contrib # why
                deb-src http://a.example/debian bookworm main
                deb\thttp://b.example/debian\tbookworm-updates\tmain
                deb http://flat.example/ ./
                debris
                deb [broken http://x bookworm main
                """);
        assertEquals(
                List.of(
                        new AptSource(
                                List.of("http://a.example/debian"),
                                List.of("bookworm"),
                                List.of("main", "contrib"),
                                Map.of("Signed-By", "/k.gpg", "Trusted", "yes")),
                        new AptSource(
                                List.of("http://b.example/debian"),
                                List.of("bookworm-updates"),
                                List.of("main"),
                                Map.of())),
                machine().all().subList(0, 2));
        assertEquals(List.of(Path.of("/k.gpg")), machine().all().getFirst().keyrings());
    }

    @Test
    void filesThatAptIgnoresAreIgnored() throws IOException {
        write("sources.list.d/old.sources.disabled", STANZAS);
        assertEquals(List.of(), machine().all());
    }

    @Test
    void aMachineWithoutItsArchiveIsRefusedWithAHint() throws IOException {
        write("sources.list.d/vendor.list", "deb http://vendor.example/apt stable main\n");
        RootFsException refusal =
                assertThrows(RootFsException.class, () -> machine().forSuite("bookworm"));
        assertTrue(refusal.problem().hint().contains("apt-get update"));
        Files.writeString(etc.resolve("os-release"), "NAME=Other\n");
        assertThrows(RootFsException.class, () -> machine().codename());
    }

    @Test
    void theRecipesNameFollowsItsContent() throws IOException {
        write("sources.list", "deb http://a.example/debian bookworm main\n");
        Recipe recipe = Recipe.of("", false, machine());
        assertEquals("bookworm", recipe.suite());
        assertEquals(recipe.hash(), Recipe.of("bookworm", false, machine()).hash());
        assertNotEquals(recipe.hash(), Recipe.of("", true, machine()).hash());
        assertNotEquals(recipe.hash(), Recipe.of("trixie", false, machine()).hash());
        assertTrue(recipe.packages().stream().noneMatch(name -> name.startsWith("python")));
        write("sources.list", "deb http://b.example/debian bookworm main\n");
        assertNotEquals(recipe.hash(), Recipe.of("", false, machine()).hash());
    }

    @Test
    void theRecipesNameIsTheSameInEveryJvm() {
        assertEquals("1e424528d3247f1d", fixed().hash());
    }

    private static Recipe fixed() {
        return new Recipe("bookworm", "amd64", List.of("a", "b"), "sources", "script");
    }

    private MachineSources machine() {
        return new MachineSources(etc.resolve("apt"), etc.resolve("os-release"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(etc.resolve("apt").resolve(name), text);
    }
}
