package io.slipway.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSpecTest {

    @Test
    void countsOfManagementAndComputeNodes() {
        assertEquals(
                List.of(
                        new NodeSpec("mgmt01", Group.MANAGEMENT),
                        new NodeSpec("dgx01", Group.COMPUTE),
                        new NodeSpec("dgx02", Group.COMPUTE)),
                NodeSpec.parse("1+2"));
    }

    @Test
    void namesWhoseBeginningSaysTheGroup() {
        assertEquals(
                List.of(new NodeSpec("mgmt-a", Group.MANAGEMENT), new NodeSpec("gpu7", Group.COMPUTE)),
                NodeSpec.parse(" mgmt-a , gpu7 "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0+0",
                "90+1",
                "1+90",
                "a,a",
                "A",
                "1",
                "-x",
                "x-",
                "x_y",
                "a,,b",
                "a/../b",
                "x\ny",
                "1+2+3",
                "abcdefghijklmnopqrstuvwxyzabcdefg"
            })
    void whatCannotBeNodes(String text) {
        LabException refusal = assertThrows(LabException.class, () -> NodeSpec.parse(text));
        assertEquals("--nodes", String.valueOf(refusal.problem().where()));
    }

    @Test
    void namesOfLabsAndReleasesAreCheckedToo() {
        assertThrows(LabException.class, () -> LabSpec.named("../etc"));
        assertThrows(LabException.class, () -> LabSpec.named("a").suite("x y"));
        assertTrue(LabSpec.named("a").subnet().isEmpty());
    }
}
