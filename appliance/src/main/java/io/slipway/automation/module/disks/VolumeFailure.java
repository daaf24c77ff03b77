package io.slipway.automation.module.disks;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;

/** What a tool of the logical volume manager refused, told as Ansible's modules tell it: in {@code rc} and {@code err}. */
final class VolumeFailure {

    private VolumeFailure() {}

    static ModuleFailure of(String message, Steps.Done done) {
        return new ModuleFailure(Problem.of(message).because(done.err().strip()))
                .with("rc", done.rc())
                .with("err", done.err());
    }
}
