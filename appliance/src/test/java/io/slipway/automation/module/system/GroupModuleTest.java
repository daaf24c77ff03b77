package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupModuleTest {

    @TempDir
    Path temp;

    private final GroupModule group = new GroupModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void aNodeWithTheGroupStaff() {
        tools = new Tools(temp)
                .quietly(
                        "getent",
                        "[ \"$3\" = staff ] && echo staff:x:50:; [ -e '" + temp
                                + "/made' ] && echo \"$3:x:1005:\"; exit 0")
                .have("groupadd", "touch '" + temp + "/made'")
                .have("groupmod", "[ \"$2\" != 1 ] || { echo \"groupmod: GID '1' already exists\" >&2; exit 4; }")
                .have("groupdel", "");
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    @Test
    void aGroupThatIsThereCostsOneExchange() {
        ModuleResult result = calls.run(group, "name", "staff", "gid", 50L);
        assertFalse(result.changed());
        assertEquals(50L, result.values().get("gid"));
        assertEquals("present", result.values().get("state"));
        assertEquals(false, result.values().get("system"));
        assertFalse(calls.run(group, "name", "nope", "state", "absent").changed());
        assertEquals(2, node.exchanges());
        assertEquals(List.of(), tools.log());
    }

    @Test
    void groupsAreMadeChangedAndRemoved() {
        calls.run(group, "name", "staff", "gid", "60", "non_unique", true);
        calls.run(group, "name", "staff", "state", "absent");
        assertEquals(
                1005L, calls.run(group, "name", "-new", "system", true).values().get("gid"));
        assertEquals(
                List.of("groupmod [-g] [60] [-o] [--] [staff]", "groupdel [--] [staff]", "groupadd [-r] [--] [-new]"),
                tools.log());
    }

    @Test
    void checkModeOnlyPredicts() {
        assertTrue(calls.check(group, "name", "new").changed());
        assertTrue(calls.check(group, "name", "staff", "state", "absent").changed());
        assertEquals(List.of(), tools.log());
    }

    @Test
    void theToolsMessageIsTheModules() {
        assertEquals("groupmod: GID '1' already exists", calls.failure(group, "name", "staff", "gid", 1L));
        assertEquals("'a:b' cannot be the name of a group", calls.failure(group, "name", "a:b"));
    }
}
