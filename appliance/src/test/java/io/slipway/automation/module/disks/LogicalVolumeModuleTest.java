package io.slipway.automation.module.disks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tools are stand-ins: a group of 1000 MiB, 488 MiB free, with a volume of 512 MiB, one that is off, a pool and a thin volume. */
class LogicalVolumeModuleTest {

    @TempDir
    Path temp;

    private final LogicalVolumeModule lvol = new LogicalVolumeModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void start() {
        tools = new Tools(temp);
        tools.prints("vgs", "  data;1000.00;488.00;4.00");
        tools.prints(
                "lvs",
                "  home;512.00;-wi-a-----\n  off;512.00;-wi-------\n  pool;100.00;twi-a-tz--\n  [thin];64.00;Vwi-a-tz--");
        for (String tool : List.of("lvcreate", "lvremove", "lvextend", "lvreduce", "lvchange")) {
            tools.have(tool, "");
        }
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    private static Object[] task(String words) {
        List<Object> arguments = new ArrayList<>(List.of("vg", "data"));
        for (String word : words.split(" ")) {
            String[] pair = word.split("=", 2);
            arguments.add(pair[0]);
            arguments.add(
                    pair[1].equals("true")
                            ? true
                            : pair[1].equals("false") ? (Object) false : pair[1].replace('~', ' '));
        }
        return arguments.toArray();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lv=new size=512                          | lvcreate [--yes] [-n] [new] [-L] [512m] [data]
            lv=new size=1.5g opts=-r~16 pvs=/a,/b    | lvcreate [--yes] [-n] [new] [-L] [1.5g] [-r] [16] [data] [/a] [/b]
            lv=new size=+100%FREE                    | lvcreate [--yes] [-n] [new] [-l] [100%FREE] [data]
            thinpool=p2 size=1g                      | lvcreate [--yes] [-L] [1g] [-T] [data/p2]
            lv=t2 thinpool=pool size=5g              | lvcreate [--yes] [-n] [t2] [-V] [5g] [-T] [data/pool]
            lv=home snapshot=s size=10m              | lvcreate [--yes] [-L] [10m] [-s] [-n] [s] [data/home]
            lv=thin snapshot=s                       | lvcreate [--yes] [-s] [-n] [s] [data/thin]
            lv=home size=600 resizefs=true           | lvextend [--resizefs] [-L] [600m] [data/home]
            lv=home size=+8m pvs=/a                  | lvextend [-L] [+8m] [data/home] [/a]
            lv=home size=256 force=true              | lvreduce [--force] [-L] [256m] [data/home]
            lv=home size=-8m force=true              | lvreduce [--force] [-L] [-8m] [data/home]
            lv=home size=80%VG                       | lvextend [-l] [80%VG] [data/home]
            lv=home size=+100%FREE                   | lvextend [-l] [+100%FREE] [data/home]
            lv=home size=10%VG force=true            | lvreduce [--force] [-l] [10%VG] [data/home]
            lv=home state=absent force=true          | lvremove [--force] [data/home]
            lv=home active=false                     | lvchange [-an] [data/home]
            lv=off                                   | lvchange [-ay] [data/off]
            """)
    void whatIsDone(String task, String command) {
        assertTrue(calls.check(lvol, task(task)).changed());
        tools.log().forEach(line -> assertTrue(line.contains(" [--test] "), line));
        int tried = tools.log().size();
        assertTrue(calls.run(lvol, task(task)).changed());
        assertEquals(List.of(command), tools.log().subList(tried, tools.log().size()));
    }

    @ParameterizedTest
    @CsvSource({
        "lv=home", "lv=home size=512", "lv=home size=0.5g shrink=false", "lv=home size=256 shrink=false",
        "lv=gone state=absent", "lv=off active=false", "thinpool=pool", "lv=home size=51%VG"
    })
    void whatIsRightTakesOneExchange(String task) {
        assertFalse(calls.check(lvol, task(task)).changed());
        node.forget();
        // The stand-in shows sizes in MiB, whatever unit is asked for.
        assertFalse(calls.run(lvol, task(task.replace("0.5g", "512m"))).changed());
        assertEquals(1, node.exchanges());
        assertEquals(
                List.of(),
                tools.log().stream().filter(line -> !line.contains("[--test]")).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            lv=new                              | No size given.
            lv=new size=-5g                     | Bad size specification of '-5g' for creating LV
            lv=new size=x                       | Bad size specification of 'x'
            lv=new size=101%VG                  | Size percentage cannot be larger than 100%
            lv=new size=10%ORIGIN               | Snapshot Volumes are not supported
            lv=new size=10%X                    | "Specify extents as a percentage of VG|PVS|FREE"
            lv=home size=256                    | Sorry, no shrinking of home without force=true.
            lv=home size=0 force=true           | Sorry, no shrinking of home to 0 permitted.
            lv=home state=absent                | Sorry, no removal of logical volume home without force=true.
            lv=none snapshot=s size=1           | Snapshot origin LV none does not exist in volume group data.
            thinpool=pool snapshot=s size=1     | Snapshots of thin pool LVs are not supported.
            lv=a thinpool=none size=1           | Thin pool LV none does not exist in volume group data.
            lv=a thinpool=pool size=5%VG        | Thin volume sizing with percentage not supported.
            lv=-f size=1                        | "'-f' cannot be the name of a volume (lv)"
            lv=a~b size=1                       | "'a b' cannot be the name of a volume (lv)"
            """)
    void whatCannotBe(String task, String message) {
        assertEquals(message.strip(), calls.failure(lvol, task(task)));
    }

    @Test
    void groupsThatAreMissingAndToolsThatFail() {
        assertEquals(
                "Logical Volume home could not be extended. Not enough free space left (488.0m required / 100.0m available)",
                withFree("100.00", "lv=home size=100%VG"));
        tools.quietly("lvcreate", "echo '  Insufficient free space' >&2; exit 5");
        assertEquals(
                "Creating logical volume 'new' failed: Insufficient free space",
                calls.failure(lvol, task("lv=new size=9t")));
        tools.quietly("lvextend", "echo '  New size given (1 extents) not larger than existing size' >&2; exit 5");
        assertFalse(calls.run(lvol, task("lv=home size=600")).changed());
        tools.quietly("vgs", "echo '  Volume group not found' >&2; exit 5");
        assertEquals("Volume group data does not exist.", calls.failure(lvol, task("lv=new size=1")));
        assertEquals(
                Map.of("rc", 5L, "err", "  Volume group not found\n"), calls.failedValues(lvol, task("lv=new size=1")));
        assertFalse(calls.run(lvol, task("lv=new state=absent")).changed());
    }

    private String withFree(String free, String task) {
        tools.prints("vgs", "  data;1000.00;" + free + ";4.00");
        return calls.failure(lvol, task(task));
    }
}
