package io.slipway.automation.module.control;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.Waiting;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

/** All modules of this package. */
public final class ControlModules {

    private ControlModules() {}

    public static List<Module> all() {
        return List.of(
                new DebugModule(),
                new AssertModule(),
                new FailModule(),
                new SetFactModule(),
                new IncludeVarsModule(),
                new PauseModule(new Waiting(Clock.system(ZoneId.systemDefault()), Thread::sleep)),
                new AddHostModule(),
                new GroupByModule(),
                new SetStatsModule(),
                new ValidateArgumentSpecModule());
    }
}
