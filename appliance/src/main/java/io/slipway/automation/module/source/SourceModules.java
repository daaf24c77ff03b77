package io.slipway.automation.module.source;

import io.slipway.automation.module.Module;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class SourceModules {

    private SourceModules() {}

    public static List<Module> all() {
        return List.of(new GitModule(), new SynchronizeModule());
    }
}
