package io.slipway.automation.module.files;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.Base64;

/** Reads a file of a node into a result. */
final class SlurpModule implements Module {

    /** What a result may reasonably hold. */
    private static final long LIMIT = 256L << 20;

    private static final ModuleSpec SPEC = ModuleSpec.of("slurp", "Reads a file of a node, in base64")
            .options(
                    Option.of("src", Option.Type.PATH, "The file").alias("path").mandatory())
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String src = call.string("src");
        FoundPath found = Probe.of(src).access().content(LIMIT).on(call.node());
        if (!found.reachable()) {
            throw new ModuleFailure("file not found: " + src);
        }
        if (found.isDirectory()) {
            throw new ModuleFailure("source is a directory and must be a file: " + src);
        }
        if (found.extra("readable").isEmpty()) {
            throw new ModuleFailure("file is not readable: " + src);
        }
        byte[] content = found.content()
                .orElseThrow(() -> new ModuleFailure("unable to slurp file: " + src
                        + (found.isRegular() ? " is larger than " + LIMIT + " bytes" : " is no regular file")));
        return ModuleResult.unchanged()
                .with("content", Base64.getEncoder().encodeToString(content))
                .with("source", found.path())
                .with("encoding", "base64");
    }
}
