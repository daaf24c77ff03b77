package io.slipway.automation.module.archive;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.AttributeChange;
import io.slipway.automation.module.files.Attributes;
import io.slipway.automation.module.files.FoundPath;
import io.slipway.automation.module.files.NodeTree;
import io.slipway.automation.transport.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Gives all that came out of an archive the owner, group, mode, flags and SELinux context that the task asks for. */
final class UnpackedAttributes {

    /** The deepest first: a directory that can no longer be entered keeps nobody from its members. */
    private static final String SET = """
            LC_ALL=C
            export LC_ALL
            cd -- "$dest" || exit 1
            each() { for r; do printf '%s\\0' "./$r"; done; }
            links() { for r; do if [ ! -L "./$r" ]; then printf '%s\\0' "./$r"; fi; done; }
            if [ -n "$uid" ]; then each "$@" | xargs -0r chown -h -- "$uid" || exit 1; fi
            if [ -n "$gid" ]; then each "$@" | xargs -0r chgrp -h -- "$gid" || exit 1; fi
            if [ -n "$mode" ]; then links "$@" | xargs -0r chmod -- "$mode" || exit 1; fi
            if [ -n "$context" ]; then eval "each \\"\\$@\\" | xargs -0r chcon -h $context --" || exit 1; fi
            if [ -n "$flags" ]; then links "$@" | xargs -0r chattr "$flags" || exit 1; fi
            """;

    private final ModuleCall call;
    private final Attributes attributes;
    private final FoundPath found;

    UnpackedAttributes(ModuleCall call, Attributes attributes, FoundPath found) {
        this.call = call;
        this.attributes = attributes;
        this.found = found;
    }

    /** After unpacking. */
    boolean all(List<String> names) {
        return apply(paths(names));
    }

    /** Where something was there already. */
    boolean where(List<String> names, NodeTree tree) {
        List<String> wrong = new ArrayList<>();
        for (String path : paths(names)) {
            NodeTree.Entry there = tree.at(path);
            if (there.own().isPresent()
                    && attributes.against(there, found, call.check()).needed()) {
                wrong.add(path);
            }
        }
        return apply(wrong);
    }

    /** The members and the folders at the top, which need not be members themselves. Empty is the destination. */
    private static List<String> paths(List<String> names) {
        Set<String> paths = new LinkedHashSet<>();
        for (String name : names) {
            String path = name.replaceAll("/+$", "").replaceAll("^(\\./+)+", "");
            paths.add(path.equals(".") ? "" : path);
            int slash = name.indexOf('/');
            if (slash > 0 && !name.startsWith("./")) {
                paths.add(name.substring(0, slash));
            }
        }
        List<String> deepestFirst = new ArrayList<>(paths);
        Collections.sort(deepestFirst, Collections.reverseOrder());
        return deepestFirst;
    }

    private boolean apply(List<String> paths) {
        if (paths.isEmpty() || attributes.none(found)) {
            return false;
        }
        AttributeChange change = attributes.forNew(false, found, call.check());
        if (call.check()) {
            return true;
        }
        Reply reply = call.node()
                .run(Script.of("set -- " + Script.words(paths) + "\n" + SET)
                        .set("dest", found.path())
                        .set("uid", text(attributes.owner().isPresent() ? found.uid() : OptionalLong.empty()))
                        .set("gid", text(attributes.group().isPresent() ? found.gid() : OptionalLong.empty()))
                        .set("context", change.contextOptions())
                        .set("flags", attributes.flags().orElse(""))
                        .set("mode", attributes.mode().map(Object::toString).orElse("")));
        if (!reply.ok()) {
            throw new ModuleFailure("Unexpected error when accessing exploded file: "
                            + reply.err().strip())
                    .with("dest", found.path());
        }
        return true;
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }
}
