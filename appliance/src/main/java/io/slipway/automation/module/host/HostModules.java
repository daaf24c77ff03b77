package io.slipway.automation.module.host;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.Waiting;
import java.time.Clock;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class HostModules {

    private HostModules() {}

    public static List<Module> all() {
        return List.of(new RebootModule(new Waiting(Clock.systemUTC(), Thread::sleep)));
    }
}
