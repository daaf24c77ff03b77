package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Option;
import io.slipway.common.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The mode, owner, group and flags that a task wants for a file: arguments that all file modules share.
 *
 * @param owner a name or a number
 * @param flags an operator and letters, as {@code chattr} takes them
 * @param context matters only on nodes that have SELinux
 */
public record Attributes(
        Optional<Mode> mode,
        Optional<String> owner,
        Optional<String> group,
        Optional<String> flags,
        Optional<WantedContext> context) {

    public static final Attributes NONE =
            new Attributes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The arguments that {@link #of} reads. */
    public static final List<Option> OPTIONS = List.of(
            Option.of("mode", Option.Type.MODE, "Permissions: octal as a string (\"0644\") or symbolic (u=rw,g=r)"),
            Option.of("owner", Option.Type.STRING, "User that owns the file, by name or number"),
            Option.of("group", Option.Type.STRING, "Group that owns the file, by name or number"),
            Option.of("seuser", Option.Type.STRING, "SELinux user; taken but without effect on nodes without SELinux"),
            Option.of("serole", Option.Type.STRING, "SELinux role; taken but without effect on nodes without SELinux"),
            Option.of("setype", Option.Type.STRING, "SELinux type; taken but without effect on nodes without SELinux"),
            Option.of(
                    "selevel", Option.Type.STRING, "SELinux level; taken but without effect on nodes without SELinux"),
            Option.of(
                            "attributes",
                            Option.Type.STRING,
                            "Flags as chattr sets them: +i, -i, or all that are to be there")
                    .alias("attr"),
            Option.of("unsafe_writes", Option.Type.BOOL, "Overwrite in place where the file cannot be replaced")
                    .orElse(false));

    /** @throws ModuleFailure when the mode is malformed */
    public static Attributes of(Arguments arguments) {
        return new Attributes(
                arguments.text("mode").filter(mode -> !mode.equals("preserve")).map(Mode::of),
                arguments.text("owner"),
                arguments.text("group"),
                arguments.text("attributes").map(FlagChange::operation),
                WantedContext.of(arguments));
    }

    public Attributes withMode(Optional<Mode> other) {
        return new Attributes(other, owner, group, flags, context);
    }

    /** What a link itself can have of them. */
    Attributes ofLink() {
        return new Attributes(Optional.empty(), owner, group, Optional.empty(), context);
    }

    public boolean none() {
        return context.isEmpty() && noneBesideContext();
    }

    /** Whether nothing is wanted on this node: a context is nothing where it has no SELinux. */
    public boolean none(FoundPath found) {
        return contextOn(found).isEmpty() && noneBesideContext();
    }

    private boolean noneBesideContext() {
        return mode.isEmpty() && owner.isEmpty() && group.isEmpty() && flags.isEmpty();
    }

    /**
     * What has to be changed about something that exists.
     *
     * @param status the thing: for a link the link itself, whose mode nobody can set
     * @param check whether an owner that does not exist is let pass, because an earlier task may be about to create it
     */
    public AttributeChange against(Status status, FoundPath found, boolean check) {
        return against(status, status.isLink() ? Optional.empty() : found.flags(), found, check);
    }

    /** For one of several things below what was probed; for a link itself. */
    public AttributeChange against(NodeTree.Entry entry, FoundPath found, boolean check) {
        return against(entry.own().orElseThrow(), entry.flags(), found, check);
    }

    /**
     * For one of several things below what was probed.
     *
     * @param letters the flags that it has
     */
    AttributeChange against(Status status, Optional<String> letters, FoundPath found, boolean check) {
        OptionalLong uid = wantedUid(found, check);
        OptionalLong gid = wantedGid(found, check);
        Optional<Integer> newMode = status.isLink()
                ? Optional.empty()
                : mode.map(m -> m.over(status.mode(), status.isDirectory(), found.umask()))
                        .filter(m -> m != status.mode());
        return new AttributeChange(
                status.mode(),
                status.uid(),
                status.gid(),
                newMode,
                uid.isPresent() && uid.getAsLong() != status.uid() ? uid : OptionalLong.empty(),
                gid.isPresent() && gid.getAsLong() != status.gid() ? gid : OptionalLong.empty(),
                change(letters),
                contextOn(found).flatMap(wanted -> status.context().flatMap(now -> ContextChange.of(wanted, now))));
    }

    /** What to set on something that is yet to be made. */
    public AttributeChange forNew(boolean directory, FoundPath found, boolean check) {
        int usual = directory ? found.newDirectoryMode() : found.newFileMode();
        OptionalLong uid = wantedUid(found, check);
        OptionalLong gid = wantedGid(found, check);
        return new AttributeChange(
                usual,
                found.ownUid().orElse(-1),
                found.ownGid().orElse(-1),
                mode.map(m -> m.over(usual, directory, found.umask())),
                uid.equals(found.ownUid()) ? OptionalLong.empty() : uid,
                gid.equals(found.ownGid()) ? OptionalLong.empty() : gid,
                change(Optional.empty()),
                contextOn(found)
                        .map(wanted ->
                                ContextChange.ofNew(wanted, found.usualContext().orElse(""))));
    }

    private Optional<FlagChange> change(Optional<String> letters) {
        return flags.map(wanted -> new FlagChange(wanted, letters)).filter(FlagChange::needed);
    }

    /** What is wanted on this node, where the file system keeps contexts. */
    Optional<WantedContext> contextOn(FoundPath found) {
        return context.flatMap(wanted -> found.usualContext().map(wanted::resolved));
    }

    private OptionalLong wantedUid(FoundPath found, boolean check) {
        if (owner.isPresent() && found.uid().isEmpty() && !check) {
            throw found.failure(unknown("chown failed: failed to look up user ", owner.get(), "user"));
        }
        return found.uid();
    }

    private OptionalLong wantedGid(FoundPath found, boolean check) {
        if (group.isPresent() && found.gid().isEmpty() && !check) {
            throw found.failure(unknown("chgrp failed: failed to look up group ", group.get(), "group"));
        }
        return found.gid();
    }

    private static Problem unknown(String what, String name, String module) {
        Problem problem = Problem.of(what + name);
        return name.isBlank() ? problem : problem.hint("make it first, with " + module + ": {name: " + name + "}");
    }
}
