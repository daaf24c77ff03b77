package io.slipway.automation.module.shell;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;

/** What a command printed, as results hold it. */
public final class Output {

    private Output() {}

    /** A copy of a result with {@code stdout} and {@code stderr}, each as a text and as lines. */
    public static ModuleResult in(ModuleResult result, String out, String err) {
        return result.with("stdout", out)
                .with("stdout_lines", Words.lines(out))
                .with("stderr", err)
                .with("stderr_lines", Words.lines(err));
    }

    /** Adds the same to a failure. */
    public static ModuleFailure in(ModuleFailure failure, String out, String err) {
        return failure.with("stdout", out)
                .with("stdout_lines", Words.lines(out))
                .with("stderr", err)
                .with("stderr_lines", Words.lines(err));
    }
}
