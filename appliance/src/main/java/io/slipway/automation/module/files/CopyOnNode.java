package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;

/** Stub. */
record CopyOnNode(ModuleCall call) {
    ModuleResult run() {
        return ModuleResult.failed("not yet: " + call.string("dest"));
    }
}
