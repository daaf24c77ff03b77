package io.slipway.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.engine.Engine.Container;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AwaitSshTest {

    private static final LabNode NODE = new LabNode("dgx01", Group.COMPUTE, "127.0.0.9");

    private final FakeEngine engine = new FakeEngine();

    @Test
    void aNodeThatEndedIsNotWaitedFor() {
        engine.containers.add(new Container("c1", "slipway-t-dgx01", "exited", Map.of()));
        Problem problem = assertThrows(LabException.class, () -> new AwaitSsh(Progress.NONE).ready(engine, "c1", NODE))
                .problem();
        assertEquals("node dgx01 ended as it booted", problem.what());
        assertEquals("its container is exited\nthe log", problem.why());
        assertTrue(problem.hint().contains("fs.inotify.max_user_instances"), problem.hint());
    }
}
