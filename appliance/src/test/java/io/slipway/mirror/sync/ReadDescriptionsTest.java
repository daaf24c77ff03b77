package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadDescriptionsTest {

    @TempDir
    Path directory;

    private List<MirrorDescription> read(String text) throws IOException {
        Files.writeString(directory.resolve("pod.yml"), text);
        return ReadDescriptions.read(directory, List.of()).stream()
                .map(MirrorDescription.class::cast)
                .toList();
    }

    private List<String> mistakes(String text) {
        return assertThrows(ProblemException.class, () -> read(text)).problems().stream()
                .map(Problem::toString)
                .map(problem -> problem.replace(directory + "/", ""))
                .toList();
    }

    private static final String SOURCE = """
            sources:
              - {type: apt, uri: 'http://a.example.org', suites: [s], components: [m], signed-by: k, priority: 700}
            """;

    @Test
    void readsPatternsTheNewestFewKernelsAndTheBaseSystem() throws IOException {
        MirrorDescription pod = read(SOURCE + """
                packages: ["kubelet=1.28*", {name: runc, newest: 3}]
                base: [system, openssh-server]
                kernels: [6.8.0-45-generic, generic]
                drivers: [550-server]
                """).getFirst();
        assertEquals(
                List.of("kubelet=1.28* 0", "runc 3"),
                pod.packages().wanted().stream()
                        .map(item -> item + " " + item.newest())
                        .toList());
        assertTrue(pod.packages().baseSystem());
        assertEquals(
                "[openssh-server]",
                pod.packages().base().stream().map(Object::toString).toList().toString());
        assertEquals("generic", pod.packages().kernels().kernels().getLast().text());
        assertEquals("550-server", pod.packages().kernels().drivers().getFirst().text());
        assertEquals(700, ((MirrorDescription.Source.Apt) pod.sources().getFirst()).priority());
    }

    @Test
    void namesMistakesInPackages() {
        assertEquals(
                List.of(
                        "pod.yml:2:100: '0' is not a priority (write a number from 1 to 9999; 500 is usual)",
                        "pod.yml:3:33: 'newest' must be a number from 1 to 1000",
                        "pod.yml:3:38: unknown key 'new' in a package (known are name, newest)",
                        "pod.yml:3:56: 'packages' must be text, not a list"),
                mistakes(SOURCE.replace("700", "0") + "packages: [{name: runc, newest: 0}, {new: 1, name: a}, [b]]\n"));
    }

    @Test
    void readsSourcesPackagesAndPublication() throws IOException {
        MirrorDescription pod = read("""
                sources:
                  - type: apt
                    uri: https://archive.example.org/debian
                    suites: [stable, stable-updates]
                    components: main
                    architectures: [amd64, arm64]
                    signed-by: https://archive.example.org/key.asc
                    fingerprints: 0x00112233445566778899aabbccddeeff00112233
                    check-valid-until: false
                  - {type: apt, uri: machine}
                packages: [curl, kubelet=1.28.2-1.1, "runc (>= 1.1)"]
                base: [openssh-server]
                essential: true
                recommends: true
                publish: {suite: pod, component: all}
                """).getFirst();
        assertEquals("pod", pod.name());
        assertEquals(
                "[curl, kubelet (= 1.28.2-1.1), runc (>= 1.1)]",
                pod.packages().wanted().stream()
                        .map(item -> item.relation().toString())
                        .toList()
                        .toString());
        assertTrue(pod.packages().essential() && pod.packages().recommends());
        assertEquals("pod", pod.publishedSuite());
        assertTrue(pod.machineDependent());
        assertEquals(2, pod.sources().size());
    }

    @Test
    void reportsAllMistakesAtOnce() {
        assertEquals(
                List.of(
                        "pod.yml:2:5: 'suites' is missing (a flat archive is written as suites: [/])",
                        "pod.yml:2:5: 'signed-by' is missing (name the file of the archive's public key)",
                        "pod.yml:2:11: 'ftp://archive.example.org' is not the address of an archive"
                                + " (write http://…, https://…, or 'machine' for this machine's own apt sources)",
                        "pod.yml:3:5: unknown key 'componets' in a source (did you mean 'components'?)",
                        "pod.yml:5:15: this is not a list of package relations: 'curl wget': a comma is missing at character 6",
                        "pod.yml:6:12: 'essential' must be true or false",
                        "pod.yml:7:1: unknown key 'recomends' in a mirror description (did you mean 'recommends'?)"),
                mistakes("""
                        sources:
                          - {uri: "ftp://archive.example.org", type: apt,
                            componets: [main]}
                        # comment
                        packages: [a, "curl wget"]
                        essential: perhaps
                        recomends: yes
                        """));
    }

    @Test
    void aDownloadedKeyMustBePinned() {
        String mistake = mistakes("""
                sources:
                  - type: apt
                    uri: http://archive.example.org/
                    suites: [/]
                    signed-by: http://archive.example.org/key.asc
                packages: [a]
                """).getFirst();
        assertEquals(
                "pod.yml:5:16: a key that is downloaded must be pinned: whoever can change the archive can change the key beside it (add its 'fingerprints')",
                mistake);
    }

    @Test
    void aProxyIsAnAddressWithoutAPassword() {
        assertEquals(
                List.of(
                        "pod.yml:6:12: a name and a password do not belong in an address: descriptions are for everybody to read"
                                + " (put a line 'machine http://HOST:PORT login NAME password WORD' in auth.conf under Slipway's home)",
                        "pod.yml:11:12: 'https://proxy.example.org' is not a proxy (write http://HOST:PORT, or none)"),
                mistakes("""
                        sources:
                          - type: apt
                            uri: http://a.example.org/
                            suites: [/]
                            unsigned: allow
                            proxy: http://me:s3cret@proxy.example.org:3128
                          - type: apt
                            uri: http://b.example.org/
                            suites: [/]
                            unsigned: allow
                            proxy: https://proxy.example.org
                        packages: [a]
                        """));
    }

    @Test
    void anUnknownNameIsAnsweredWithANearOne() throws IOException {
        Files.writeString(directory.resolve("demo.yml"), "sources: []\n");
        ProblemException e =
                assertThrows(ProblemException.class, () -> ReadDescriptions.read(directory, List.of("dmeo")));
        assertEquals("did you mean 'demo'?", e.problem().hint());
        assertThrows(ProblemException.class, () -> ReadDescriptions.read(directory.resolve("nowhere"), List.of()));
    }

    @Test
    void yamlMistakesOfSeveralFilesComeTogether() throws IOException {
        Files.writeString(directory.resolve("a.yml"), "sources:\n\t- x\n");
        Files.writeString(directory.resolve("b.yml"), "- a list\n");
        Files.writeString(directory.resolve("Bad Name.yml"), "sources: []\n");
        ProblemException e = assertThrows(ProblemException.class, () -> ReadDescriptions.read(directory, List.of()));
        assertEquals(
                List.of(
                        "'Bad Name' cannot be the name of a mirror",
                        "this is not valid YAML",
                        "a mirror description must be a mapping, not a list"),
                e.problems().stream().map(Problem::what).toList());
    }
}
