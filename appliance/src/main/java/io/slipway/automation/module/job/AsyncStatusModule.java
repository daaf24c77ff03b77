package io.slipway.automation.module.job;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;

/** {@code async_status}: how it stands with a task that was started with {@code async} and {@code poll: 0}. */
public final class AsyncStatusModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("async_status", "Tells what became of an asynchronous task")
            .options(
                    Option.of("jid", Option.Type.STRING, "The job, as ansible_job_id of the task's result names it")
                            .mandatory(),
                    Option.of(
                                    "mode",
                                    Option.Type.STRING,
                                    "Whether to tell how it stands, or to remove what is kept of it")
                            .oneOf("status", "cleanup")
                            .orElse("status"))
            .build();

    private final Jobs jobs;

    public AsyncStatusModule(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String id = call.string("jid");
        if (call.check()) {
            return ModuleResult.skipped("remote module (ansible.legacy.async_status) does not support check mode");
        }
        return call.string("mode").equals("cleanup") ? jobs.erase(id, call.node()) : jobs.status(id, call);
    }
}
