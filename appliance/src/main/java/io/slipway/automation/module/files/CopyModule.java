package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies files from this side, or from the node itself, to a place on the node. */
final class CopyModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("copy", "Copies files to a node")
            .options(
                    Option.of(
                            "src",
                            Option.Type.PATH,
                            "File or directory; with a slash at its end, what is in the directory"),
                    Option.of("content", Option.Type.RAW, "Content instead of a file; mappings and lists become JSON")
                            .secret(),
                    Option.of("dest", Option.Type.PATH, "Where it goes; a directory takes the file under its own name")
                            .mandatory(),
                    Option.of("remote_src", Option.Type.BOOL, "Whether src lies on the node")
                            .orElse(false),
                    Option.of("backup", Option.Type.BOOL, "Keep the old file").orElse(false),
                    Option.of("force", Option.Type.BOOL, "Whether a file that differs is replaced")
                            .orElse(true),
                    Option.of("follow", Option.Type.BOOL, "Whether links at dest are followed")
                            .orElse(false),
                    Option.of(
                            "local_follow",
                            Option.Type.BOOL,
                            "Whether links in src are followed; by default those of this side are"),
                    Option.of("directory_mode", Option.Type.MODE, "Mode of directories that are made"),
                    Option.of("checksum", Option.Type.STRING, "SHA-1 that the source must have"),
                    Option.of("validate", Option.Type.STRING, "Command that must accept the file, %s in it"),
                    Option.of("decrypt", Option.Type.BOOL, "Whether an encrypted file is decrypted on its way")
                            .orElse(true))
            .options(Attributes.OPTIONS)
            .differs(
                    "what has come of a file of 64 MiB or more when the connection breaks stays for a day, and the next copy"
                            + " continues it (resumed_at)")
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
        if (a.filled("src").isEmpty() && !a.has("content")) {
            throw new ModuleFailure("src (or content) is required");
        }
        if (a.has("src") && a.has("content")) {
            throw new ModuleFailure("src and content are mutually exclusive");
        }
        if (a.has("content")) {
            return copyContent(call);
        }
        if (a.flag("remote_src")) {
            return new CopyOnNode(call).run();
        }
        String wanted = a.string("src");
        Path file = call.controller().find("files", wanted);
        if (Files.isDirectory(file)) {
            return new CopyTree(call, file, wanted.endsWith("/")).run();
        }
        Source source =
                Source.shipped(file, a.flag("decrypt"), call.controller().vault());
        requireChecksum(a, source);
        return new SendFile(call, source, a.string("dest"))
                .attributes(attributes(a, file))
                .directoryMode(a.text("directory_mode").map(Mode::of))
                .run();
    }

    private static ModuleResult copyContent(ModuleCall call) {
        Arguments a = call.arguments();
        String dest = a.string("dest");
        if (dest.endsWith("/")) {
            throw new ModuleFailure("can not use content with a dir as dest");
        }
        Object content = a.raw("content").orElseThrow();
        String text = content instanceof Map<?, ?> || content instanceof List<?>
                ? PythonJson.write(content)
                : String.valueOf(content);
        Source source = Source.of(NodeText.encode(text), NodePath.base(dest), dest);
        requireChecksum(a, source);
        return new SendFile(call, source, dest)
                .attributes(Attributes.of(a))
                .notIntoDirectory()
                .run();
    }

    private static void requireChecksum(Arguments a, Source source) {
        if (a.filled("checksum").filter(sum -> !sum.equals(source.sha1())).isPresent()) {
            throw new ModuleFailure(Source.NOT_EXPECTED)
                    .with("checksum", source.sha1())
                    .with("expected_checksum", a.string("checksum"));
        }
    }

    /** The task's attributes; {@code mode: preserve} is the mode that the file has here. */
    static Attributes attributes(Arguments a, Path file) {
        Attributes attributes = Attributes.of(a);
        return a.text("mode").filter("preserve"::equals).isPresent()
                ? attributes.withMode(Optional.of(modeOf(file)))
                : attributes;
    }

    private static Mode modeOf(Path file) {
        try {
            return Mode.of(Mode.text((Integer) Files.getAttribute(file, "unix:mode") & 07777));
        } catch (IOException e) {
            throw Source.unreadable(file, e);
        }
    }
}
