package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountModuleTest {

    private static final String TABLE = "# static\nUUID=1 / ext4 defaults 0 1\n/swap none swap sw 0 0\n";

    @TempDir
    Path temp;

    private final MountModule module = new MountModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;
    private Path fstab;

    @BeforeEach
    void aNode() throws Exception {
        tools = new Tools(temp)
                .have("mount", "[ \"$2\" != bad ] || { echo 'mount: unknown filesystem type' >&2; exit 32; }")
                .have("umount", "");
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
        fstab = Files.writeString(temp.resolve("fstab"), TABLE);
    }

    private ModuleResult run(boolean check, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("fstab", fstab.toString()));
        all.addAll(List.of(arguments));
        return check ? calls.check(module, all.toArray()) : calls.diff(module, all.toArray());
    }

    @Test
    void presentIsALineOfFstab() throws Exception {
        ModuleResult result = run(
                false, "path", "/mnt/a b", "src", "10.0.0.1:/x y", "fstype", "nfs", "opts", "ro", "state", "present");
        assertTrue(result.changed());
        assertEquals(TABLE + "10.0.0.1:/x\\040y /mnt/a\\040b nfs ro 0 0\n", Files.readString(fstab));
        node.forget();
        assertFalse(run(
                        false,
                        "path",
                        "/mnt/a b",
                        "src",
                        "10.0.0.1:/x y",
                        "fstype",
                        "nfs",
                        "opts",
                        "ro",
                        "state",
                        "present")
                .changed());
        assertEquals(1, node.exchanges());
        assertEquals(List.of(), tools.log());
        run(
                false,
                "path",
                "/mnt/a b",
                "src",
                "10.0.0.1:/x y",
                "fstype",
                "nfs",
                "opts",
                "rw",
                "boot",
                false,
                "state",
                "present");
        assertTrue(Files.readString(fstab).endsWith(" nfs rw,noauto 0 0\n"));
    }

    @Test
    void mountedMountsToo() throws Exception {
        Path place = temp.resolve("m");
        assertTrue(run(false, "path", place.toString(), "src", "/dev/x", "fstype", "ext4", "state", "mounted")
                .changed());
        assertTrue(Files.isDirectory(place));
        assertEquals(List.of("mount [-t] [ext4] [-o] [defaults] [--] [/dev/x] [" + place + "]"), tools.log());
        assertFalse(run(false, "path", "/", "src", "UUID=1", "fstype", "ext4", "passno", "1", "state", "mounted")
                .changed());
        run(false, "path", "/", "src", "UUID=1", "fstype", "ext4", "passno", "1", "opts", "ro", "state", "mounted");
        assertEquals("mount [-o] [remount,ro] [--] [/]", tools.log().getLast());
    }

    @Test
    void aMountThatFailsLeavesFstabAsItWas() throws Exception {
        String failure = calls.failure(
                module,
                "fstab",
                fstab.toString(),
                "path",
                temp.resolve("m").toString(),
                "src",
                "/dev/x",
                "fstype",
                "bad",
                "state",
                "mounted");
        assertEquals("Error mounting " + temp.resolve("m") + ": mount: unknown filesystem type", failure);
        assertEquals(TABLE, Files.readString(fstab));
        assertFalse(Files.exists(temp.resolve("m")));
    }

    @Test
    void aMountThatFailsLeavesNoFolderThatWasMadeForIt() throws Exception {
        Files.createDirectory(temp.resolve("kept"));
        calls.failure(module, deep("bad"));
        assertEquals(List.of(), names(temp.resolve("kept")));
        assertTrue(calls.run(module, deep("ext4")).changed());
        assertEquals(List.of("a b"), names(temp.resolve("kept")));
    }

    private Object[] deep(String kind) {
        return new Object[] {
            "fstab",
            fstab.toString(),
            "path",
            temp.resolve("kept/a b/'c").toString(),
            "src",
            "/dev/x",
            "fstype",
            kind,
            "state",
            "mounted"
        };
    }

    private static List<String> names(Path folder) {
        return List.of(Objects.requireNonNull(folder.toFile().list()));
    }

    @Test
    void aFileCanBeMountedOver() throws Exception {
        Path file = Files.createFile(temp.resolve("resolv.conf"));
        assertTrue(run(
                        false,
                        "path",
                        file.toString(),
                        "src",
                        "/run/r",
                        "fstype",
                        "none",
                        "opts",
                        "bind",
                        "state",
                        "mounted")
                .changed());
        assertEquals(List.of("mount [-t] [none] [-o] [bind] [--] [/run/r] [" + file + "]"), tools.log());
    }

    @Test
    void anotherSourceIsMountedInThePlaceOfTheOldOne() {
        run(false, "path", "/", "src", "UUID=2", "fstype", "ext4", "state", "mounted");
        assertEquals(List.of("umount [--] [/]", "mount [-t] [ext4] [-o] [defaults] [--] [UUID=2] [/]"), tools.log());
    }

    @Test
    void whatTakesNoNewOptionsIsMountedAnew() {
        tools.have("mount", "case $2 in remount*) echo 'mount: bad option' >&2; exit 32 ;; esac");
        run(false, "path", "/", "src", "UUID=1", "fstype", "ext4", "opts", "soft", "state", "mounted");
        assertEquals(
                List.of(
                        "mount [-o] [remount,soft] [--] [/]",
                        "umount [--] [/]",
                        "mount [-t] [ext4] [-o] [soft] [--] [UUID=1] [/]"),
                tools.log());
        assertTrue(calls.failure(module, "fstab", fstab.toString(), "path", "/", "opts", "rw", "state", "remounted")
                .startsWith("Error remounting /: mount: bad option"));
    }

    @Test
    void anEphemeralMountIsNeverPutOverAnother() {
        String failure =
                calls.failure(module, "path", "/proc", "src", "other", "fstype", "tmpfs", "state", "ephemeral");
        assertTrue(
                failure.startsWith("Ephemeral mount point is already mounted with a different source: /proc is "),
                failure);
        assertEquals(List.of(), tools.log());
    }

    @Test
    void swapsAreToldApartByTheirSource() throws Exception {
        run(false, "path", "none", "src", "/swap2", "fstype", "swap", "state", "present");
        String both = TABLE + "/swap2 none swap defaults 0 0\n";
        assertEquals(both, Files.readString(fstab));
        assertFalse(run(false, "path", "none", "src", "/swap3", "fstype", "swap", "state", "absent")
                .changed());
        assertTrue(run(false, "path", "none", "src", "/swap", "fstype", "swap", "state", "absent")
                .changed());
        assertEquals(both.replace("/swap none swap sw 0 0\n", ""), Files.readString(fstab));
    }

    @Test
    void theBackupIsNamedAndThere() throws Exception {
        ModuleResult result =
                run(false, "path", "/x", "src", "y", "fstype", "ext4", "state", "present", "backup", true);
        String backup = String.valueOf(result.values().get("backup_file"));
        assertTrue(backup.matches(".*/fstab\\.\\d+\\.\\d{4}-\\d\\d-\\d\\d@\\d\\d:\\d\\d:\\d\\d~"), backup);
        assertEquals(TABLE, Files.readString(Path.of(backup)));
    }

    @Test
    void aMissingHelperIsNamedWithItsPackage() {
        tools.have("mount", "echo \"mount: /n: unknown filesystem type 'nfs'.\" >&2; exit 32");
        String failure = calls.failure(
                module,
                "fstab",
                fstab.toString(),
                "path",
                temp.resolve("n").toString(),
                "src",
                "s:/x",
                "fstype",
                "nfs",
                "state",
                "mounted");
        assertTrue(
                failure.endsWith(
                        "(install what mounts nfs on the node: nfs-common or nfs-utils, cifs-utils, ceph-common,"
                                + " glusterfs-client or the like)"),
                failure);
    }

    @Test
    void entriesAreRemovedAndFileSystemsUnmounted() throws Exception {
        assertTrue(run(false, "path", "none", "state", "absent_from_fstab").changed());
        assertEquals("# static\nUUID=1 / ext4 defaults 0 1\n", Files.readString(fstab));
        assertFalse(run(false, "path", "/not/there", "state", "absent").changed());
        assertTrue(run(false, "path", "/proc", "state", "unmounted").changed());
        assertEquals(List.of("umount [--] [/proc]"), tools.log());
        assertTrue(run(false, "path", "/proc", "state", "remounted").changed());
        assertTrue(run(true, "path", "/", "state", "absent").changed());
        assertEquals(2, tools.log().size());
    }
}
