package io.slipway.automation.module.archive;

import io.slipway.automation.module.Module;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class ArchiveModules {

    private ArchiveModules() {}

    public static List<Module> all() {
        return List.of(new UnarchiveModule(), new ArchiveModule());
    }
}
