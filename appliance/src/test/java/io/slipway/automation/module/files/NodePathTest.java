package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths mean what they mean on the node. */
class NodePathTest {

    private static final ModuleSpec SPEC = ModuleSpec.of("some", "Does something")
            .options(
                    Option.of("file", Option.Type.PATH, "A path").orElse("~/.some"),
                    Option.of("other", Option.Type.PATH, "A path"),
                    Option.of("text", Option.Type.STRING, "No path"))
            .build();

    @TempDir
    Path temp;

    private final LocalNode node = new LocalNode();

    private Map<String, ?> expanded(Map<String, ?> given) {
        ModuleCall call = new ModuleCall(SPEC.check(given), false, false, node, new FakeController(temp));
        return NodePath.expanded(call).arguments().all();
    }

    @Test
    void theNodesHomeAndEnvironmentTakeTheirPlace() {
        String home = System.getenv("HOME");
        assertEquals(
                Map.of("file", home + "/.some", "other", home + "/a 'b\"/$nobody_set_this", "text", "~/$HOME"),
                expanded(Map.of("other", "$HOME/a 'b\"/$nobody_set_this", "text", "~/$HOME")));
        assertEquals(1, node.exchanges());
    }

    @Test
    void nobodyIsAskedWhereThereIsNothingToReplace() {
        assertEquals(Map.of("file", "/a/~/b", "other", "c"), expanded(Map.of("file", "/a/~/b", "other", "c")));
        assertEquals(0, node.exchanges());
    }
}
