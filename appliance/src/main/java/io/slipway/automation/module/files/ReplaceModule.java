package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Regex;
import io.slipway.common.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Replaces all that matches a regular expression in a file. */
final class ReplaceModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("replace", "Replaces text in a file by a regular expression")
            .options(
                    Option.of("path", Option.Type.PATH, "The file to edit")
                            .alias("dest", "destfile", "name")
                            .mandatory(),
                    Option.of("regexp", Option.Type.STRING, "Python regular expression; ^ and $ mean lines")
                            .mandatory(),
                    Option.of("replace", Option.Type.STRING, "What takes its place; \\1 and \\g<name> are groups")
                            .orElse(""),
                    Option.of("after", Option.Type.STRING, "Only text after a match of this counts"),
                    Option.of("before", Option.Type.STRING, "Only text before a match of this counts"),
                    Option.of("encoding", Option.Type.STRING, "The file's encoding")
                            .orElse("utf-8"),
                    Option.of("backup", Option.Type.BOOL, "Keep the old file").orElse(false),
                    Option.of("validate", Option.Type.STRING, "Command that must accept the file, %s in it"),
                    Option.of("others", Option.Type.RAW, "Taken and ignored"))
            .options(Attributes.OPTIONS)
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
        Charset charset = PythonCharset.of("encoding", a.string("encoding"));
        ReplaceEdit edit = new ReplaceEdit(
                Regex.ofText(a.string("regexp"), Pattern.MULTILINE),
                a.string("replace"),
                a.text("after"),
                a.text("before"));
        return EditFile.of(call, a.string("path"), before -> {
                    String text = decode(before.orElseThrow(), charset, a.string("path"));
                    ReplaceEdit.Replaced replaced = edit.apply(text);
                    return EditFile.Edited.of(encode(replaced.text(), charset), replaced.message());
                })
                .arguments(a)
                .header("")
                .run()
                .with("rc", 0L);
    }

    /** In UTF-8, bytes that are none stay as they are. */
    private static String decode(byte[] bytes, Charset charset, String path) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return NodeText.decode(bytes);
        }
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new ModuleFailure(
                    Problem.of(path + " is not " + charset.name()).hint("say which encoding it has with encoding:"), e);
        }
    }

    private static byte[] encode(String text, Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) ? NodeText.encode(text) : text.getBytes(charset);
    }
}
