package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.List;
import java.util.Optional;

/** Makes sure that a line is in a text file, or is not. */
final class LineInFileModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("lineinfile", "Keeps a line in a text file, or keeps it out")
            .options(
                    Option.of("path", Option.Type.PATH, "The file to edit")
                            .alias("dest", "destfile", "name")
                            .mandatory(),
                    Option.of("state", Option.Type.STRING, "Whether the line is to be there")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of(
                                    "regexp",
                                    Option.Type.STRING,
                                    "Python regular expression that finds the line to replace or remove")
                            .alias("regex"),
                    Option.of("search_string", Option.Type.STRING, "Text that the line to replace or remove contains"),
                    Option.of("line", Option.Type.STRING, "The line").alias("value"),
                    Option.of(
                            "insertafter",
                            Option.Type.STRING,
                            "Where a new line goes: after the last match of this, or EOF"),
                    Option.of(
                            "insertbefore",
                            Option.Type.STRING,
                            "Where a new line goes: before the last match of this, or BOF"),
                    Option.of("backrefs", Option.Type.BOOL, "Whether the line refers to groups of regexp")
                            .orElse(false),
                    Option.of("create", Option.Type.BOOL, "Whether a missing file is made")
                            .orElse(false),
                    Option.of("firstmatch", Option.Type.BOOL, "Whether the first match counts instead of the last")
                            .orElse(false),
                    Option.of("backup", Option.Type.BOOL, "Keep the old file").orElse(false),
                    Option.of("validate", Option.Type.STRING, "Command that must accept the file, %s in it"),
                    Option.of("others", Option.Type.RAW, "Taken and ignored"))
            .options(Attributes.OPTIONS)
            .exclusive("insertbefore", "insertafter")
            .exclusive("regexp", "search_string")
            .exclusive("backrefs", "search_string")
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
        if (present && a.text("line").isEmpty()) {
            throw new ModuleFailure("line is required with state=present");
        }
        if (present && a.flag("backrefs") && a.text("regexp").isEmpty()) {
            throw new ModuleFailure("regexp is required with backrefs=true");
        }
        if (!present && !a.has("line") && !a.has("regexp") && !a.has("search_string")) {
            throw new ModuleFailure("one of line, search_string, or regexp is required with state=absent");
        }
        LineEdit edit = new LineEdit(
                a.text("regexp").map(Latin::regex),
                a.text("search_string").map(Latin::of),
                a.text("line").map(Latin::of),
                a.text("insertafter"),
                a.text("insertbefore"),
                a.flag("backrefs"),
                a.flag("firstmatch"));
        ModuleResult result = EditFile.of(
                        call, a.string("path"), before -> present ? edit.present(before) : edit.absent(before))
                .arguments(a)
                .create(!present || a.flag("create"))
                .missing("Destination %s does not exist !")
                .run();
        if (!"file not present".equals(result.values().get("msg"))) {
            result = result.with(
                    "backup",
                    Optional.ofNullable(result.values().get("backup_file")).orElse(""));
        }
        if (a.text("regexp").filter(String::isEmpty).isPresent()) {
            return result.with(
                    "warnings",
                    List.of(everyLine("regular expression")
                            + " If this is desired, use '^' to match every line in the file and avoid this warning."));
        }
        return a.text("search_string").filter(String::isEmpty).isPresent()
                ? result.with("warnings", List.of(everyLine("search string")))
                : result;
    }

    private static String everyLine(String what) {
        return "The " + what
                + " is an empty string, which will match every line in the file. This may have unintended consequences,"
                + " such as replacing the last line in the file rather than appending.";
    }
}
