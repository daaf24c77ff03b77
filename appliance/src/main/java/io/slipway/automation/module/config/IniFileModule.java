package io.slipway.automation.module.config;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.ELEMENTS;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Attributes;
import io.slipway.automation.module.files.EditFile;
import io.slipway.automation.module.files.EditFile.Edited;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps options in sections of an INI file. */
final class IniFileModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("ini_file", "Keeps options in an INI file, or keeps them out")
            .options(
                    Option.of("path", PATH, "The file").alias("dest").mandatory(),
                    Option.of("section", STRING, "The section; none for options before the first one"),
                    Option.of(
                            "section_has_values",
                            ELEMENTS,
                            "What a section of that name must hold to be the one meant"),
                    Option.of("option", STRING, "The option; none for the section as a whole"),
                    Option.of("value", STRING, "Its value"),
                    Option.of("values", LIST, "Its values, for an option that stands there more than once"),
                    Option.of("backup", BOOL, "Keep the old file").orElse(false),
                    Option.of("state", STRING, "Whether it is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("exclusive", BOOL, "Whether the option has these values and no others")
                            .orElse(true),
                    Option.of("no_extra_spaces", BOOL, "Whether = stands without spaces around it")
                            .orElse(false),
                    Option.of("ignore_spaces", BOOL, "Whether a line that differs in spaces alone is left")
                            .orElse(false),
                    Option.of("create", BOOL, "Whether a missing file is made").orElse(true),
                    Option.of("allow_no_value", BOOL, "Whether an option may stand without a value")
                            .orElse(false),
                    Option.of("modify_inactive_option", BOOL, "Whether a line that is commented out is put in force")
                            .orElse(true),
                    Option.of("follow", BOOL, "Taken and ignored: a link is always followed")
                            .orElse(false))
            .options(Attributes.OPTIONS)
            .exclusive("value", "values")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        boolean present = a.string("state").equals("present");
        List<String> values = a.has("value") ? List.of(a.string("value")) : a.strings("values");
        if (present && !a.flag("allow_no_value") && !a.has("value") && values.isEmpty()) {
            throw new ModuleFailure("Parameter 'value(s)' must be defined if state=present and allow_no_value=False.");
        }
        IniEdit edit = new IniEdit(
                a.text("section").filter(section -> !section.isEmpty()),
                conditions(a),
                a.text("option").filter(option -> !option.isEmpty()),
                new LinkedHashSet<>(values).stream().toList(),
                a.flag("exclusive"),
                a.flag("allow_no_value"),
                a.flag("modify_inactive_option"),
                a.flag("ignore_spaces"),
                a.flag("no_extra_spaces") ? "=" : " = ");
        String[] message = {"OK"};
        return EditFile.of(call, a.string("path"), before -> {
                    IniEdit.Result result = edit.edit(text(before), present);
                    message[0] = result.message();
                    return result.changed()
                            ? Edited.of(NodeText.encode(result.text()), result.message())
                            : Edited.nothing(result.message());
                })
                .arguments(a)
                .create(a.flag("create"))
                .missing("Destination %s does not exist!")
                .describing()
                .run()
                .with("msg", message[0]);
    }

    private static String text(Optional<byte[]> before) {
        String text = before.map(NodeText::decode).orElse("");
        return (text.startsWith("\uFEFF") ? text.substring(1) : text)
                .replace("\r\n", "\n")
                .replace('\r', '\n');
    }

    private static List<IniEdit.Condition> conditions(Arguments a) {
        List<IniEdit.Condition> conditions = new ArrayList<>();
        for (@Nullable Object one : a.elements("section_has_values")) {
            if (!(one instanceof Map<?, ?> map) || map.get("option") == null) {
                throw new ModuleFailure("section_has_values must be a list of mappings with the key option");
            }
            List<String> values = new ArrayList<>();
            Object value = map.get("value");
            if (value != null) {
                values.add(value.toString());
            }
            if (map.get("values") instanceof List<?> more) {
                more.forEach(each -> values.add(String.valueOf(each)));
            }
            conditions.add(new IniEdit.Condition(String.valueOf(map.get("option")), values));
        }
        return conditions;
    }
}
