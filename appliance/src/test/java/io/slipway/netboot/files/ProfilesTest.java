package io.slipway.netboot.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {

    @TempDir
    Path folder;

    private Profiles profiles;

    @BeforeEach
    void make() throws IOException {
        profiles = new Profiles(folder.resolve("profiles"));
        Files.createDirectories(folder.resolve("profiles/live"));
        Files.writeString(folder.resolve("secret"), "x");
        for (String name : List.of("vmlinuz", "initrd.gz", "notes")) {
            Files.writeString(folder.resolve("profiles/live").resolve(name), name);
        }
        describe("{kernel: vmlinuz, initrd: initrd.gz, arguments: ' quiet  panic=-1 '}");
    }

    private void describe(String text) throws IOException {
        Files.writeString(folder.resolve("profiles/live/profile.yml"), text);
    }

    private List<String> mistakes() {
        return assertThrows(FilesException.class, () -> profiles.read("live")).problems().stream()
                .map(Problem::what)
                .toList();
    }

    @Test
    void aProfileIsReadAsItIsNow() throws IOException {
        assertEquals(new Profile("live", "vmlinuz", List.of("initrd.gz"), "quiet  panic=-1"), profiles.read("live"));
        describe("kernel: vmlinuz");
        assertEquals(new Profile("live", "vmlinuz", List.of(), ""), profiles.read("live"));
    }

    @Test
    void allMistakesAreTold() throws IOException {
        describe("{kernell: vmlinuz, initrd: [../../secret, gone], arguments: \"a\\nb\"}");
        assertEquals(
                List.of(
                        "unknown key 'kernell' in a profile",
                        "'kernel' is missing",
                        "a kernel's arguments are one line",
                        "'../../secret' cannot be the name of a file here",
                        "there is no file 'gone' beside profile.yml"),
                mistakes());
        describe("[");
        assertEquals(List.of("this is not valid YAML"), mistakes());
    }

    @Test
    void whatIsNotThereIsNamedWithItsRemedy() {
        FilesException missing = assertThrows(FilesException.class, () -> profiles.read("ubuntu"));
        assertEquals("there is no profile 'ubuntu'", missing.problem().what());
        assertEquals(
                "describe it in " + folder.resolve("profiles/ubuntu/profile.yml"),
                missing.problem().hint());
    }

    @Test
    void onlyFilesThatAProfileNamesAreGiven() {
        Path live = folder.resolve("profiles/live");
        assertEquals(Optional.of(live.resolve("vmlinuz")), profiles.file("live", "vmlinuz"));
        assertEquals(Optional.of(live.resolve("initrd.gz")), profiles.file("live", "initrd.gz"));
        assertEquals(Optional.empty(), profiles.file("live", "notes"));
        assertEquals(Optional.empty(), profiles.file("live", "profile.yml"));
        assertEquals(Optional.empty(), profiles.file("live", "../../secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../profiles/live", "live/", "/etc", "", ".", "live\0", "a\nb"})
    void aNameThatLeadsElsewhereIsNoProfile(String name) {
        assertEquals(Optional.empty(), profiles.file(name, "vmlinuz"));
    }
}
