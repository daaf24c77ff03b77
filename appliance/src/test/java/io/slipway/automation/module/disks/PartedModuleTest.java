package io.slipway.automation.module.disks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** parted is a stand-in that shows a table, and another one once it has been told to change something. */
class PartedModuleTest {

    private static final String EMPTY = "BYT;\n/dev/x:65536kiB:scsi:512:4096:unknown:ATA \\: Disk:;\n";
    private static final String ONE = "BYT;\n/dev/x:65536kiB:scsi:512:4096:gpt:ATA \\: Disk:;\n"
            + "1:1024kiB:20480kiB:19456kiB:ext4:boot:boot, esp;\n";

    @TempDir
    Path temp;

    private final PartedModule parted = new PartedModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void start() throws IOException {
        tools = new Tools(temp);
        tools.have(
                "parted",
                "case \" $* \" in *' print '*) cat '" + temp + "/table';; *) cp '" + temp + "/next' '" + temp
                        + "/table';; esac");
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
        Files.writeString(temp.resolve("next"), ONE);
    }

    private void shows(String table) throws IOException {
        Files.writeString(temp.resolve("table"), table);
    }

    /** What parted was told to change. */
    private List<String> changes() {
        return tools.log().stream()
                .filter(line -> !line.contains("[print]"))
                .map(line -> line.substring("parted [-s] [-m] ".length()))
                .toList();
    }

    @Test
    void tellsWhatThereIs() throws IOException {
        shows(ONE);
        ModuleResult told = calls.run(parted, "device", "/dev/x");
        assertFalse(told.changed());
        assertEquals(
                Map.of(
                        "dev",
                        "/dev/x",
                        "size",
                        65536.0,
                        "unit",
                        "kib",
                        "table",
                        "gpt",
                        "model",
                        "ATA : Disk",
                        "logical_block",
                        512L,
                        "physical_block",
                        4096L),
                told.values().get("disk"));
        assertEquals(
                List.of(Map.of(
                        "num",
                        1L,
                        "begin",
                        1024.0,
                        "end",
                        20480.0,
                        "size",
                        19456.0,
                        "fstype",
                        "ext4",
                        "name",
                        "boot",
                        "flags",
                        List.of("boot", "esp"),
                        "unit",
                        "kib")),
                told.values().get("partitions"));
        assertEquals("unit 'KiB' print", told.values().get("script"));
    }

    @Test
    void aTableAPartitionItsNameAndItsFlagsAreMadeOnce() throws IOException {
        shows(EMPTY);
        Object[] boot = {
            "device",
            "/dev/x",
            "number",
            1,
            "state",
            "present",
            "label",
            "gpt",
            "name",
            "boot",
            "flags",
            List.of("esp"),
            "fs_type",
            "fat32",
            "part_end",
            "20MiB"
        };
        assertTrue(calls.check(parted, boot).changed());
        assertEquals(List.of(), changes());
        ModuleResult made = calls.run(parted, boot);
        assertTrue(made.changed());
        assertEquals(
                "unit KiB mklabel gpt mkpart primary fat32 0% 20MiB",
                made.values().get("script"));
        assertEquals(
                List.of(
                        "[-a] [optimal] [/dev/x] [--] [unit] [KiB] [mklabel] [gpt] [mkpart] [primary] [fat32] [0%] [20MiB]"),
                changes());
        node.forget();
        assertFalse(calls.run(parted, boot).changed());
        assertEquals(1, node.exchanges());
    }

    @Test
    void nameFlagsAndSizeFollow() throws IOException {
        shows(ONE);
        Object[] root = {
            "device",
            "/dev/x",
            "number",
            1,
            "state",
            "present",
            "label",
            "gpt",
            "name",
            "a \"b\\",
            "flags",
            List.of("lvm"),
            "resize",
            true,
            "part_end",
            "30MiB",
            "align",
            "undefined"
        };
        assertTrue(calls.run(parted, root).changed());
        assertEquals(
                List.of(
                        "[/dev/x] [--] [resizepart] [1] [30MiB]",
                        "[/dev/x] [--] [unit] [KiB] [name] [1] [\"a \\\"b\\\\\"] [set] [1] [lvm] [on] [set] [1] [boot] [off]"
                                + " [set] [1] [esp] [off]"),
                changes());
    }

    @Test
    void whatIsToBeGoneGoes() throws IOException {
        shows(ONE);
        Files.writeString(temp.resolve("next"), EMPTY);
        Object[] gone = {"device", "/dev/x", "number", 1, "state", "absent"};
        assertTrue(calls.check(parted, gone).changed());
        assertEquals("rm 1", calls.run(parted, gone).values().get("script"));
        assertFalse(calls.run(parted, gone).changed());
        assertFalse(calls.check(parted, gone).changed());
        assertEquals(List.of("[-a] [optimal] [/dev/x] [--] [rm] [1]"), changes());
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        shows(EMPTY);
        assertEquals(
                "The partition number must be greater then 0.",
                calls.failure(parted, "device", "/dev/x", "number", 0, "state", "absent"));
        assertEquals(
                "The argument 'part_start' doesn't respect required format.The size unit is case sensitive.",
                calls.failure(parted, "device", "/dev/x", "number", 1, "state", "present", "part_start", "100"));
        assertEquals(
                "Error interpreting parted size output: 'x'",
                calls.failure(parted, "device", "/dev/x", "number", 1, "state", "present", "part_end", "x"));
        for (String more : List.of("ext4 0% 1% rm 1", "-x y", "a\nb", "")) {
            assertEquals(
                    "'" + more + "' is nothing that parted knows for flags",
                    calls.failure(
                            parted,
                            "device",
                            "/dev/x",
                            "number",
                            1,
                            "state",
                            "present",
                            "label",
                            "gpt",
                            "flags",
                            List.of(more)));
        }
        tools.quietly("parted", "echo 'Error: Could not stat device -d - No such file or directory.' >&2; exit 1");
        assertTrue(
                calls.failure(parted, "device", "-d")
                        .endsWith(
                                "'parted -s -m -d -- unit 'KiB' print': Error: Could not stat device -d - No such file or directory."));
    }
}
