package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import java.nio.file.Path;

/** Stub. */
record CopyTree(ModuleCall call, Path source, boolean contentsOnly) {
    ModuleResult run() {
        return ModuleResult.failed("not yet: " + call.string("dest"));
    }
}
