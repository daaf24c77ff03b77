package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;

/** Keeps a block of lines between two marker lines in a text file. */
final class BlockInFileModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("blockinfile", "Keeps a marked block of lines in a text file")
            .options(
                    Option.of("path", Option.Type.PATH, "The file to edit")
                            .alias("dest", "destfile", "name")
                            .mandatory(),
                    Option.of("state", Option.Type.STRING, "Whether the block is to be there")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of("block", Option.Type.STRING, "The lines; none remove the block")
                            .alias("content")
                            .orElse(""),
                    Option.of("marker", Option.Type.STRING, "The marker lines, {mark} in them")
                            .orElse("# {mark} ANSIBLE MANAGED BLOCK"),
                    Option.of("marker_begin", Option.Type.STRING, "What {mark} is in the first marker")
                            .orElse("BEGIN"),
                    Option.of("marker_end", Option.Type.STRING, "What {mark} is in the last marker")
                            .orElse("END"),
                    Option.of(
                            "insertafter",
                            Option.Type.STRING,
                            "Where a new block goes: after the last match of this, or EOF"),
                    Option.of(
                            "insertbefore",
                            Option.Type.STRING,
                            "Where a new block goes: before the last match of this, or BOF"),
                    Option.of("prepend_newline", Option.Type.BOOL, "Whether an empty line is to be before a block")
                            .orElse(false),
                    Option.of("append_newline", Option.Type.BOOL, "Whether an empty line is to be after a block")
                            .orElse(false),
                    Option.of("create", Option.Type.BOOL, "Whether a missing file is made")
                            .orElse(false),
                    Option.of("backup", Option.Type.BOOL, "Keep the old file").orElse(false),
                    Option.of("validate", Option.Type.STRING, "Command that must accept the file, %s in it"))
            .options(Attributes.OPTIONS)
            .exclusive("insertbefore", "insertafter")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public boolean looksFirst() {
        return true;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        boolean present = a.string("state").equals("present");
        BlockEdit edit = new BlockEdit(
                present ? Latin.of(a.string("block")) : "",
                marker(a, "marker_begin"),
                marker(a, "marker_end"),
                a.text("insertafter"),
                a.text("insertbefore"),
                new BlockEdit.Apart(a.flag("prepend_newline"), a.flag("append_newline")));
        return EditFile.of(call, a.string("path"), before -> {
                    if (before.isEmpty() && !present) {
                        return EditFile.Edited.nothing("File " + a.string("path") + " not present");
                    }
                    return edit.apply(before);
                })
                .arguments(a)
                .create(a.flag("create"))
                .run();
    }

    private static String marker(Arguments a, String side) {
        return Latin.of(a.string("marker").replace("{mark}", a.string(side))) + "\n";
    }
}
