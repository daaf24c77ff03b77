package io.slipway.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.crypto.OpenSshKey;
import io.slipway.lab.Lab.LabNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabFilesTest {

    @TempDir
    Path home;

    @Test
    void aDescribedLabIsReadBackAsItWas() {
        LabFiles files = files("lab");
        Lab lab = describe(files, "lab");
        assertEquals(Optional.of(lab), files("lab").read());
        assertEquals(home.resolve("lab/inventory.yml"), lab.inventory());
    }

    @Test
    void knownHostsHaveEachNodeByNameAndAddress() throws IOException {
        LabFiles files = files("lab");
        Lab lab = describe(files, "lab");
        assertEquals("mgmt01,10.77.3.11 " + files.hostKey("mgmt01").publicKey(), Files.readString(lab.knownHosts()));
    }

    @Test
    void keysAreMadeOnceAndForTheirOwnerOnly() throws IOException {
        OpenSshKey made = files("lab").loginKey();
        assertEquals(made, files("lab").loginKey());
        Path file = home.resolve("lab/id_ed25519");
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
        files("lab").hostKey("mgmt01");
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(home.resolve("lab/hostkeys/mgmt01")));
    }

    @Test
    void aHalfWrittenKeyIsMadeAnew() throws IOException {
        OpenSshKey made = files("lab").loginKey();
        Files.delete(home.resolve("lab/id_ed25519.pub"));
        OpenSshKey anew = files("lab").loginKey();
        assertFalse(made.equals(anew));
        assertEquals(anew.privateKey(), Files.readString(home.resolve("lab/id_ed25519")));
    }

    @Test
    void nothingButTheCacheIsLeftBehind() throws IOException {
        Files.createDirectories(home.resolve("lab/cache"));
        LabFiles files = files("lab");
        describe(files, "lab");
        files.remove();
        files.remove();
        try (var left = Files.walk(home)) {
            assertEquals(
                    List.of(home, home.resolve("lab"), home.resolve("lab/cache")),
                    left.sorted().toList());
        }
    }

    @Test
    void aNamedLabLivesBesideTheOthersAndLeavesThemAlone() {
        LabFiles mine = files("mine");
        LabFiles other = files("other");
        describe(mine, "mine");
        Lab kept = describe(other, "other");
        mine.remove();
        assertEquals(Optional.empty(), mine.read());
        assertEquals(Optional.of(kept), other.read());
        other.remove();
        assertFalse(Files.exists(home.resolve("labs")));
    }

    @Test
    void aSpoiledDescriptionIsAProblemNotACrash() throws IOException {
        describe(files("lab"), "lab");
        for (String spoiled : List.of(
                "[]",
                "{}",
                "{\"nodes\": [{\"name\": 1}]}",
                "{\"nodes\": [{\"name\": \"a\", \"group\": \"x\", \"address\": \"\"}]}")) {
            Files.writeString(home.resolve("lab/lab.json"), spoiled);
            LabException refusal =
                    assertThrows(LabException.class, () -> files("lab").read());
            assertTrue(refusal.problem().what().contains("lab.json"));
        }
    }

    @Test
    void aPathThatSshWouldSplitIsRefused() {
        assertThrows(LabException.class, () -> new LabFiles(home.resolve("a b"), "lab", new SecureRandom()));
    }

    private LabFiles files(String name) {
        return new LabFiles(home, name, new SecureRandom());
    }

    private static Lab describe(LabFiles files, String name) {
        Subnet subnet = Subnet.parse("10.77.3.0/24");
        Lab lab = new Lab(
                name,
                subnet,
                subnet.gateway(),
                "unix:///x",
                List.of(new LabNode("mgmt01", Group.MANAGEMENT, "10.77.3.11")),
                files.directory());
        files.describe(lab);
        return lab;
    }
}
