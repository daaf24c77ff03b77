package io.slipway.automation.module.disks;

import io.slipway.automation.module.Module;
import java.util.List;

/** The modules of this package. */
public final class DiskModules {

    private DiskModules() {}

    public static List<Module> all() {
        return List.of(new FilesystemModule(), new LogicalVolumeModule(), new PartedModule(), new VolumeGroupModule());
    }
}
