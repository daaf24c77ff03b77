package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Regex;
import io.slipway.common.PythonRegex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes one file of the files in a directory. */
final class AssembleModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("assemble", "Makes one file of the fragments in a directory")
            .options(
                    Option.of(
                                    "src",
                                    Option.Type.PATH,
                                    "The directory of fragments, which are taken in order of their names")
                            .mandatory(),
                    Option.of("dest", Option.Type.PATH, "The file to make").mandatory(),
                    Option.of("remote_src", Option.Type.BOOL, "Whether src lies on the node")
                            .orElse(true),
                    Option.of(
                            "regexp",
                            Option.Type.STRING,
                            "Python regular expression that the names of fragments must match"),
                    Option.of(
                            "delimiter",
                            Option.Type.STRING,
                            "What stands between fragments; \\n and the like are read"),
                    Option.of("ignore_hidden", Option.Type.BOOL, "Whether names with a leading dot are left out")
                            .orElse(false),
                    Option.of("backup", Option.Type.BOOL, "Keep the old file").orElse(false),
                    Option.of("follow", Option.Type.BOOL, "Whether links at dest are followed")
                            .orElse(false),
                    Option.of("validate", Option.Type.STRING, "Command that must accept the file, %s in it"),
                    Option.of("decrypt", Option.Type.BOOL, "Whether an encrypted file is decrypted on its way")
                            .orElse(true))
            .options(Attributes.OPTIONS)
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        Attributes attributes = Attributes.of(a);
        if (!a.flag("remote_src")) {
            Path folder = call.controller().find("files", a.string("src"));
            Source whole = whole(call, local(call, folder));
            return result(send(call, attributes, whole).run(), whole);
        }
        Probe probe = Probe.of(a.string("dest"))
                .following(a.flag("follow"))
                .resolving(attributes)
                .checksum("sha1")
                .atLast(Fragments.script(a.string("src"), call.diff()));
        FoundPath found = probe.on(call.node());
        Fragments fragments = Fragments.read(found, a.string("src"));
        Source whole = whole(call, fragments.files());
        return result(send(call, attributes, whole).given(found, fragments.old()), whole)
                .with("src", a.string("src"));
    }

    /** Unlike what {@code copy} says of a file that is right already, with its sum and without its path. */
    private static ModuleResult result(ModuleResult sent, Source whole) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(sent.values());
        values.remove("path");
        values.put("md5sum", whole.md5());
        values.put("msg", "OK");
        return new ModuleResult(sent.changed(), sent.failed(), sent.skipped(), values, sent.diffs());
    }

    private static SendFile send(ModuleCall call, Attributes attributes, Source whole) {
        return new SendFile(call, whole, call.string("dest"))
                .attributes(attributes)
                .notIntoDirectory();
    }

    private static Source whole(ModuleCall call, SortedMap<String, byte[]> fragments) {
        Arguments a = call.arguments();
        if (a.text("regexp").isPresent()) {
            PythonRegex names = Regex.ofText(a.string("regexp"));
            fragments.keySet().removeIf(name -> !names.finds(name));
        }
        if (a.flag("ignore_hidden")) {
            fragments.keySet().removeIf(name -> name.startsWith("."));
        }
        byte[] content = Fragments.join(fragments.values(), a.text("delimiter"));
        String dest = a.string("dest");
        return Source.of(content, NodePath.base(dest), a.string("src"));
    }

    private static SortedMap<String, byte[]> local(ModuleCall call, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModuleFailure("Source (" + folder + ") is not a directory");
        }
        SortedMap<String, byte[]> fragments = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                fragments.put(
                        file.getFileName().toString(),
                        call.arguments().flag("decrypt")
                                ? Source.content(file, call.controller().vault())
                                : Files.readAllBytes(file));
            }
            return fragments;
        } catch (IOException e) {
            throw Source.unreadable(folder, e);
        }
    }
}
