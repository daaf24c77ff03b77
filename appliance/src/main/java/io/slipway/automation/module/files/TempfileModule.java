package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;

/** Makes a file or directory that is nobody else's. */
final class TempfileModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("tempfile", "Makes a temporary file or directory")
            .options(
                    Option.of("state", Option.Type.STRING, "What to make")
                            .oneOf("file", "directory")
                            .orElse("file"),
                    Option.of("path", Option.Type.PATH, "Where; by default the node's usual place"),
                    Option.of("prefix", Option.Type.STRING, "What its name begins with")
                            .orElse("ansible."),
                    Option.of("suffix", Option.Type.STRING, "What its name ends with")
                            .orElse(""))
            .build();

    private static final String MAKE = Probe.REPORT + """
            folder=${folder:-${TMPDIR:-/tmp}}
            case $folder in /*) ;; *) folder=$PWD/$folder;; esac
            e=$(LC_ALL=C mktemp $directory --suffix="$suffix" -- "${folder%/}/${prefix}XXXXXXXX" 2>&1) || fail "cannot make a temporary file in $folder: ${e##*: }"
            p=$e$tail
            locate
            report
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.check()) {
            return ModuleResult.skipped("remote module (tempfile) does not support check mode");
        }
        Arguments a = call.arguments();
        String suffix = a.string("suffix");
        String lineEnds = suffix.substring(suffix.stripTrailing().length());
        Script script = Script.of(NodePath.assign("folder", a.text("path").orElse("")) + MAKE)
                .set("prefix", a.string("prefix"))
                .set("suffix", suffix)
                .set("tail", lineEnds.replaceAll("[^\\n]", ""))
                .set("directory", a.string("state").equals("directory") ? "-d" : "");
        FoundPath made = new FoundPath(Fields.of(call.node().run(script)));
        return ModuleResult.changed(true).with("path", made.path()).withAll(made.facts());
    }
}
