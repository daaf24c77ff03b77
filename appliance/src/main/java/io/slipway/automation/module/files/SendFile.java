package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.shell.Leftovers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends one file to a node, if it is not there already: what {@code copy}, {@code template} and others have in common. */
final class SendFile {

    private final ModuleCall call;
    private final Source source;
    private final String dest;
    private Attributes attributes = Attributes.NONE;
    private Optional<Mode> directoryMode = Optional.empty();
    private boolean mayBeDirectory = true;
    private boolean belowTree;

    SendFile(ModuleCall call, Source source, String dest) {
        this.call = call;
        this.source = source;
        this.dest = dest;
    }

    SendFile attributes(Attributes wanted) {
        attributes = wanted;
        return this;
    }

    /** For the folders that a {@code dest} with a slash at its end lacks. */
    SendFile directoryMode(Optional<Mode> mode) {
        directoryMode = mode;
        return this;
    }

    /** The destination names the file itself; a directory there is an error. */
    SendFile notIntoDirectory() {
        mayBeDirectory = false;
        return this;
    }

    /** Part of a directory, in which links are replaced; the destination is the node's own name of it. */
    SendFile belowTree() {
        mayBeDirectory = false;
        belowTree = true;
        return this;
    }

    ModuleResult run() {
        Arguments a = call.arguments();
        source.sums().beside(call.controller().valuesSeen());
        Probe probe = (belowTree ? Probe.exactly(dest) : Probe.of(dest))
                .inside(mayBeDirectory ? source.name() : "")
                .following(!belowTree && a.flag("follow"))
                .resolving(attributes)
                .checksum("sha1")
                .ifSized(source.size());
        if (call.diff()) {
            probe.content(Diffs.LIMIT).unless(source.sha1());
        }
        if (source.size() > Probe.LONG) {
            probe.alone();
        }
        if (Part.mayStayOf(source.payload())) {
            probe.also(Leftovers.FUNCTION + Part.FUNCTIONS + Part.LOOK);
        }
        FoundPath found = probe.on(call.node());
        return given(found, found.content());
    }

    /**
     * When the destination has been probed already, with its checksum.
     *
     * @param old its content, if that is known
     */
    ModuleResult given(FoundPath found, Optional<byte[]> old) {
        boolean force = call.arguments().choice("force").orElse(true);
        if (found.isDirectory()) {
            throw new ModuleFailure(
                    mayBeDirectory ? found.path() + " is a directory" : "can not use content with a dir as dest");
        }
        if (found.reachable() && !force) {
            return ModuleResult.unchanged().with("dest", found.path()).with("src", source.origin());
        }
        boolean same = !found.isLink()
                && found.checksum().filter(sum -> sum.equals(source.sha1())).isPresent();
        return same ? settle(found) : send(found, old);
    }

    /** The content is right; perhaps owner or mode are not. */
    private ModuleResult settle(FoundPath found) {
        AttributeChange change = attributes.against(found.own().orElseThrow(), found, call.check());
        FoundPath now = change.needed() && !call.check() ? SetAttributes.on(call.node(), found.path(), change) : found;
        ModuleResult result = ModuleResult.changed(change.needed())
                .with("dest", now.path())
                .with("path", found.path())
                .with("checksum", source.sha1())
                .withAll(now.facts());
        if (!call.diff() || !change.needed()) {
            return result;
        }
        Map<String, @Nullable Object> before = new LinkedHashMap<>(Map.of("path", found.path()));
        Map<String, @Nullable Object> after = new LinkedHashMap<>(before);
        change.describe(before, after);
        return result.with(Diffs.properties(before, after));
    }

    private ModuleResult send(FoundPath found, Optional<byte[]> old) {
        boolean makeFolders = mayBeDirectory && dest.endsWith("/");
        if (!found.parentPresent() && !makeFolders && !call.check()) {
            throw new ModuleFailure(NodePath.noDirectory(found.path())).with("checksum", source.sha1());
        }
        ModuleResult result;
        if (call.check()) {
            result = result(true, found);
        } else {
            PutFile put = PutFile.at(found.path(), source.payload())
                    .attributes(attributes)
                    .validate(call.arguments().filled("validate"))
                    .backup(call.arguments().flag("backup"))
                    .unsafe(call.arguments().flag("unsafe_writes"));
            if (makeFolders) {
                put.directories(attributes.withMode(directoryMode));
            }
            Optional<Part> part = Part.found(found, source.payload());
            if (Part.mayStayOf(source.payload())) {
                put.continuing(part);
            }
            PutFile.Written written = written(put, found);
            result = result(true, written.now());
            if (part.isPresent()) {
                result = result.with("resumed_at", part.get().size());
            }
            if (written.backupFile().isPresent()) {
                result = result.with("backup_file", written.backupFile().get());
            }
        }
        return call.diff() ? withDiff(result, found, old) : result;
    }

    private PutFile.Written written(PutFile put, FoundPath found) {
        try {
            return put.on(call.node(), found);
        } catch (ModuleFailure e) {
            throw e.with("checksum", source.sha1());
        }
    }

    private ModuleResult withDiff(ModuleResult result, FoundPath found, Optional<byte[]> old) {
        ModuleResult.Diff diff = Diffs.content(
                found.reachable() ? found.path() : "", source.origin(), before(found, old), source.shown());
        return diff.before().equals(diff.after()) ? result : result.with(diff);
    }

    /** What is there. It was not read where it equals what is to be there, as happens when a link is to be replaced. */
    private Optional<byte[]> before(FoundPath found, Optional<byte[]> old) {
        if (found.checksum().filter(sum -> sum.equals(source.sha1())).isPresent()) {
            return Optional.of(source.shown());
        }
        return found.target()
                .filter(Status::isRegular)
                .map(status -> old.orElseGet(() -> Diffs.tooLarge(status.size())));
    }

    private ModuleResult result(boolean changed, FoundPath now) {
        ModuleResult result = ModuleResult.changed(changed)
                .with("dest", now.path())
                .with("src", source.origin())
                .with("checksum", source.sha1());
        return (call.controller().valuesSeen() ? result.with("md5sum", source.md5()) : result).withAll(now.facts());
    }
}
