package io.slipway.automation.module.archive;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Attributes;

/** Packs files of a node into an archive there, or compresses one. */
final class ArchiveModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("archive", "Packs or compresses files on a node")
            .options(
                    Option.of("path", LIST, "What goes into it: paths, or patterns with * and ?")
                            .mandatory(),
                    Option.of("dest", PATH, "The archive; only a single file to compress has a name of its own for it"),
                    Option.of("format", STRING, "How it is packed")
                            .oneOf("bz2", "gz", "tar", "xz", "zip")
                            .orElse("gz"),
                    Option.of("exclude_path", LIST, "Paths or patterns among path that are left out"),
                    Option.of("exclusion_patterns", LIST, "Patterns of what is left out further down"),
                    Option.of("force_archive", BOOL, "Whether even a single file becomes an archive")
                            .orElse(false),
                    Option.of("remove", BOOL, "Whether what was packed is removed")
                            .orElse(false))
            .options(Attributes.OPTIONS)
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return new Pack(call, PackPlan.of(call)).run();
    }
}
