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
