package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.files.NodeTree.Entry;
import io.slipway.automation.module.shell.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code copy} of a directory from this side: one exchange to compare, and as few as the amount of content allows to send what differs. */
final class CopyTree {

    /** Content of one exchange; larger files travel alone, as a stream. */
    private static final long BATCH = 16 << 20;

    /** Fewer files are written before {@code tar} has said what it is. */
    private static final int WORTH_AN_ARCHIVE = 4;

    private final ModuleCall call;
    private final Path source;
    private final String dest;
    private final LocalTree local;
    private final String prefix;
    private boolean changed;

    /** @param contentsOnly whether the directory's members go to {@code dest}, not the directory itself */
    CopyTree(ModuleCall call, Path source, boolean contentsOnly) {
        this.call = call;
        this.source = source;
        this.local =
                LocalTree.of(source, call.arguments().choice("local_follow").orElse(true));
        this.prefix = contentsOnly ? "" : source.getFileName() + "/";
        this.dest = call.string("dest");
    }

    ModuleResult run() {
        Arguments a = call.arguments();
        Attributes files = Attributes.of(a);
        Attributes folders = files.withMode(a.text("directory_mode").map(Mode::of));
        List<String> directories = new ArrayList<>(List.of(""));
        if (!prefix.isEmpty()) {
            directories.add(prefix.substring(0, prefix.length() - 1));
        }
        local.directories().keySet().forEach(path -> directories.add(prefix + path));
        List<String> all = new ArrayList<>(directories);
        local.files().keySet().forEach(path -> all.add(prefix + path));
        local.links().keySet().forEach(path -> all.add(prefix + path));

        FoundPath found = Probe.of(dest)
                .resolving(files)
                .also(local.files().size() < WORTH_AN_ARCHIVE ? "" : Leftovers.FUNCTION + TreeArchive.LOOK)
                .atLast(NodeTree.script(all, files))
                .on(call.node());
        NodeTree node = NodeTree.parse(found);
        TreeWriter writer = new TreeWriter(
                call.node(),
                found.path(),
                TreeWriter.FROM_INPUT,
                a.flag("backup"),
                found.extra("gnu_tar").isPresent());
        directories.forEach(path -> directory(path, node.at(path), folders, found, writer));
        List<ModuleResult> alone = new ArrayList<>();
        for (Map.Entry<String, Path> file : local.files().entrySet()) {
            file(prefix + file.getKey(), file.getValue(), node, files, found, writer)
                    .ifPresent(alone::add);
        }
        local.links().forEach((path, link) -> link(prefix + path, link, node.at(prefix + path), files, found, writer));
        if (!call.check()) {
            writer.flush();
        }
        ModuleResult result = ModuleResult.changed(changed)
                .with("dest", found.path().endsWith("/") ? found.path() : found.path() + "/")
                .with("src", prefix.isEmpty() ? source + "/" : source.toString());
        for (ModuleResult one : alone) {
            for (ModuleResult.Diff diff : one.diffs()) {
                result = result.with(diff);
            }
        }
        return result;
    }

    private void directory(String path, Entry there, Attributes wanted, FoundPath found, TreeWriter writer) {
        if (!there.present()) {
            changed = true;
            writer.directory(path, wanted.forNew(true, found, call.check()));
        } else if (!there.isDirectory()) {
            throw new ModuleFailure(NodePath.join(found.path(), path) + " already exists and is no directory");
        } else if (!path.isEmpty()) {
            settle(path, there, wanted, found, writer);
        }
    }

    private void settle(String path, Entry there, Attributes wanted, FoundPath found, TreeWriter writer) {
        AttributeChange change = wanted.against(there.subject().orElseThrow(), there.flags(), found, call.check());
        if (change.needed()) {
            changed = true;
            writer.attributes(path, change);
        }
    }

    /** Sends it with the others if it is small; else, or when a difference is to be shown or validated, alone. */
    private Optional<ModuleResult> file(
            String path, Path file, NodeTree node, Attributes usual, FoundPath found, TreeWriter writer) {
        Attributes wanted =
                call.arguments().text("mode").filter("preserve"::equals).isPresent()
                        ? CopyModule.attributes(call.arguments(), file)
                        : usual;
        Entry there = node.at(path);
        Source content = Source.shipped(
                file, call.arguments().flag("decrypt"), call.controller().vault());
        if (there.isDirectory()) {
            throw new ModuleFailure(NodePath.join(found.path(), path) + " is a directory");
        }
        if (there.present() && !call.arguments().flag("force")) {
            return Optional.empty();
        }
        if (there.link().isEmpty()
                && there.sha1().filter(sum -> sum.equals(content.sha1())).isPresent()) {
            settle(path, there, wanted, found, writer);
            return Optional.empty();
        }
        changed = true;
        if (call.diff() || call.arguments().filled("validate").isPresent() || content.size() > BATCH) {
            if (!call.check()) {
                writer.flush();
            }
            return Optional.of(new SendFile(call, content, NodePath.join(found.path(), path))
                    .attributes(wanted)
                    .belowTree()
                    .run());
        }
        if (writer.pending() + content.size() > BATCH && !call.check()) {
            writer.flush();
        }
        if (!there.present()) {
            writer.newFile(
                    path,
                    content.all(),
                    wanted.forNew(false, found, call.check()).complete());
            return Optional.empty();
        }
        AttributeChange change = there.regular()
                .map(old -> wanted.against(old, Optional.empty(), found, call.check()))
                .orElseGet(() -> wanted.forNew(false, found, call.check()).complete());
        writer.file(path, content.all(), change, there.regular().isPresent());
        return Optional.empty();
    }

    private void link(String path, Path link, Entry there, Attributes wanted, FoundPath found, TreeWriter writer) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            if (there.isDirectory() && there.link().isEmpty()) {
                throw new ModuleFailure(
                        "refusing to convert from directory to symlink for " + NodePath.join(found.path(), path));
            }
            if (!there.link().equals(Optional.of(target))) {
                changed = true;
                writer.link(path, target, wanted.ofLink().forNew(false, found, call.check()));
            }
        } catch (IOException e) {
            throw Source.unreadable(link, e);
        }
    }
}
