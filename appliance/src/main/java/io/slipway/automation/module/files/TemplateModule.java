package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.Delimiters;
import io.slipway.common.template.Settings;
import io.slipway.common.template.TemplateException;
import io.slipway.common.template.TemplateHeader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Renders a template on this side and puts the result on the node. */
final class TemplateModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("template", "Renders a template to a file on a node")
            .options(
                    Option.of("src", Option.Type.PATH, "The template, in a templates folder of the role or play")
                            .mandatory(),
                    Option.of(
                                    "dest",
                                    Option.Type.PATH,
                                    "Where the result goes; a directory takes it under the template's name")
                            .mandatory(),
                    Option.of("backup", Option.Type.BOOL, "Keep the old file").orElse(false),
                    Option.of("force", Option.Type.BOOL, "Whether a file that differs is replaced")
                            .orElse(true),
                    Option.of("follow", Option.Type.BOOL, "Whether links at dest are followed")
                            .orElse(false),
                    Option.of("validate", Option.Type.STRING, "Command that must accept the file, %s in it"),
                    Option.of("newline_sequence", Option.Type.STRING, "What ends lines")
                            .oneOf("\n", "\r", "\r\n", "\\n", "\\r", "\\r\\n")
                            .orElse("\n"),
                    Option.of("output_encoding", Option.Type.STRING, "Encoding of the file")
                            .orElse("utf-8"),
                    Option.of("trim_blocks", Option.Type.BOOL, "Drop the line feed after a block")
                            .orElse(true),
                    Option.of("lstrip_blocks", Option.Type.BOOL, "Drop blanks before a block")
                            .orElse(false),
                    Option.of("variable_start_string", Option.Type.STRING, "What begins a variable")
                            .orElse("{{"),
                    Option.of("variable_end_string", Option.Type.STRING, "What ends a variable")
                            .orElse("}}"),
                    Option.of("block_start_string", Option.Type.STRING, "What begins a block")
                            .orElse("{%"),
                    Option.of("block_end_string", Option.Type.STRING, "What ends a block")
                            .orElse("%}"),
                    Option.of("comment_start_string", Option.Type.STRING, "What begins a comment")
                            .orElse("{#"),
                    Option.of("comment_end_string", Option.Type.STRING, "What ends a comment")
                            .orElse("#}"))
            .options(Attributes.OPTIONS)
            .build();

    private final Clock clock;

    TemplateModule(Clock clock) {
        this.clock = clock;
    }

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
        Path file = call.controller().find("templates", a.string("src"));
        TemplateHeader header = header(file, read(file, call.controller().vault()), a);
        String text = call.controller()
                .render(
                        header.body(),
                        new Position(file.toString(), header.firstLine(), 1),
                        new TemplateVariables(
                                        clock, call.controller().managed(), a.string("src"), file, a.string("dest"))
                                .asMap(),
                        header.settings());
        byte[] content = encode(text, a.string("output_encoding"));
        return new SendFile(call, Source.of(content, file.getFileName().toString(), file.toString()), a.string("dest"))
                .attributes(CopyModule.attributes(a, file))
                .run();
    }

    private static Settings settings(Arguments a) {
        Delimiters delimiters = new Delimiters(
                a.string("block_start_string"),
                a.string("block_end_string"),
                a.string("variable_start_string"),
                a.string("variable_end_string"),
                a.string("comment_start_string"),
                a.string("comment_end_string"));
        return Settings.TEMPLATE_FILE
                .withTrimBlocks(a.flag("trim_blocks"))
                .withLstripBlocks(a.flag("lstrip_blocks"))
                .withNewline(a.string("newline_sequence").replace("\\n", "\n").replace("\\r", "\r"))
                .withDelimiters(delimiters);
    }

    private static TemplateHeader header(Path file, String text, Arguments a) {
        try {
            return TemplateHeader.of(file.toString(), text, settings(a));
        } catch (TemplateException e) {
            throw new ModuleFailure(e.problem(), e);
        }
    }

    private static String read(Path file, Vault vault) {
        if (Files.isDirectory(file)) {
            throw new ModuleFailure("the template " + file + " is a directory");
        }
        if (file.toFile().length() > TextFile.MAX_BYTES) {
            throw new ModuleFailure(Problem.of("cannot read this template")
                    .at(Position.in(file.toString()))
                    .because("it is larger than " + TextFile.MAX_BYTES / 1024 / 1024 + " MiB")
                    .hint("copy: takes files of any size, as they are: template only the part that differs by node"));
        }
        byte[] content = Source.content(file, vault);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString()
                    .replace("\r\n", "\n")
                    .replace('\r', '\n');
        } catch (CharacterCodingException e) {
            throw new ModuleFailure(
                    Problem.of("Template source files must be utf-8 encoded").at(TextFile.damage(file, content)), e);
        }
    }

    private static byte[] encode(String text, String encoding) {
        try {
            ByteBuffer bytes =
                    PythonCharset.of("output_encoding", encoding).newEncoder().encode(CharBuffer.wrap(text));
            byte[] encoded = new byte[bytes.remaining()];
            bytes.get(encoded);
            return encoded;
        } catch (CharacterCodingException e) {
            throw new ModuleFailure(
                    Problem.of("the rendered template holds characters that " + encoding + " does not have"), e);
        }
    }
}
