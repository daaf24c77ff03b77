package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.NodeTree.Entry;
import java.util.Iterator;
import java.util.Optional;

/**
 * {@code copy} of a directory with {@code remote_src}. What is new or differs is copied with the mode that it has; what else is at the
 * destination stays.
 */
final class CopyTreeOnNode {

    /** Both trees in {@link NodeTree}'s form, by the names that the source has. */
    private static final String LIST =
            """
            if [ ! -d "$from" ]; then return 0; fi
            case $from in /*) tree=$from;; *) tree=$PWD/$from;; esac
            case $q in /*) ;; *) q=$PWD/$q;; esac
            names() { (cd -- "$tree" && find $follow_source . -print0); }
            FLAGS
            facts() {
              names | xargs -0r stat --printf "own\\0%FORMAT%\\0%n\\0" --
              names | xargs -0r stat -L --printf "target\\0%FORMAT%\\0%n\\0" --
              names | xargs -0r sh -c '
                for r; do if [ -L "$r" ]; then printf "link\\0"; readlink -n -- "$r"; printf "\\0%s\\0" "$r"; fi; done' sh
              if [ -n "$letters" ]; then names | flags_of; fi
              names | xargs -0r sha1sum -z --
            }
            printf 'content=.\\0'
            (cd -- "$tree" && facts) 2>/dev/null
            printf 'next\\0.\\0'
            (cd -- "$q" && facts) 2>/dev/null
            """.replace("%FORMAT%", Status.FULL_FORMAT).replace("FLAGS\n", NodeTree.FLAGS);

    private final ModuleCall call;
    private final FoundPath found;
    private final Attributes top;
    private boolean changed;

    /** @param found the destination, probed with {@link #list} */
    CopyTreeOnNode(ModuleCall call, FoundPath found, Attributes top) {
        this.call = call;
        this.found = found;
        this.top = top;
    }

    /** For {@link Probe#atLast}: both trees, if {@code $from} is a directory. */
    static String list(boolean follow) {
        return "follow_source=" + (follow ? "-L" : "") + "\n" + LIST;
    }

    ModuleResult run() {
        Arguments a = call.arguments();
        String src = a.string("src");
        boolean contents = src.endsWith("/");
        boolean into = found.extra("into").isPresent();
        boolean wayMade = !into && a.string("dest").endsWith("/");
        String place = contents ? found.path() : NodePath.parent(found.path());
        if (wayMade && call.check()) {
            return ModuleResult.changed(true)
                    .with("msg", "dest directory " + place.replaceAll("(?<=.)/+$", "") + " would be created")
                    .with("src", src);
        }
        if (!into && !wayMade && found.extra("beside").isEmpty()) {
            throw new ModuleFailure(NodePath.noDirectory(place));
        }
        boolean follow = a.choice("local_follow").orElse(false);
        Iterator<String> tokens = NodeTree.tokens(found);
        NodeTree source = NodeTree.parse(tokens);
        NodeTree there = NodeTree.parse(tokens);
        TreeWriter writer = new TreeWriter(
                call.node(),
                found.path(),
                "src=" + Script.quote(found.extra("src").orElse(src)) + "\nfeed() { cat -- \"$src/$1\"; }\n",
                a.flag("backup"),
                false);
        Attributes owners = top.withMode(Optional.empty());
        if (wayMade) {
            way(place, owners.withMode(a.text("directory_mode").map(Mode::of)), writer);
        } else if (!into && !contents) {
            way(place, top, writer);
        }
        boolean ownRoot = into || wayMade != contents;
        source.entries().forEach((path, entry) -> {
            if (!path.isEmpty()) {
                copy(path, entry, there.at(path), follow, owners, writer);
            } else if (ownRoot) {
                copy(path, entry, there.at(path), follow, top, writer);
            } else if (!contents) {
                writer.directory(path, owners.forNew(true, found, call.check()));
            } else if (top.mode().isPresent()) {
                writer.attributes(path, top.forNew(true, found, call.check()));
            }
        });
        if (!call.check()) {
            writer.flush();
        }
        String dest = !into && !wayMade ? place : contents ? NodePath.join(place, "") : found.path();
        return ModuleResult.changed(changed)
                .with("src", src)
                .with("dest", dest)
                .with("checksum", null)
                .with("md5sum", null)
                .withAll((changed && !call.check() ? Probe.exactly(dest).on(call.node()) : found).facts());
    }

    /** What Ansible makes before it copies has not the mode of what is copied. */
    private void way(String place, Attributes attributes, TreeWriter writer) {
        changed = true;
        writer.way(place, attributes.forNew(true, found, call.check()));
    }

    private void copy(String path, Entry from, Entry to, boolean follow, Attributes owners, TreeWriter writer) {
        Status what = (follow ? from.subject() : from.own()).orElseThrow();
        if (what.isLink()) {
            if (!to.link().equals(from.link())) {
                changed = true;
                writer.link(
                        path,
                        from.link().orElse(""),
                        owners.withMode(Optional.empty()).forNew(false, found, call.check()));
            }
            return;
        }
        Attributes fresh = owners.mode().isPresent() ? owners : owners.withMode(Optional.of(Mode.of(what.modeText())));
        if (what.isDirectory()) {
            if (!to.present()) {
                changed = true;
                writer.directory(path, fresh.forNew(true, found, call.check()));
            } else if (!to.isDirectory()) {
                throw new ModuleFailure(NodePath.join(found.path(), path) + " already exists and is no directory");
            } else {
                settle(path, to, owners, writer);
            }
        } else if (!what.isRegular()) {
            throw new ModuleFailure("Cannot copy invalid source '" + path + "': not a file");
        } else if (to.regular().isPresent() && to.sha1().equals(from.sha1())) {
            settle(path, to, owners, writer);
        } else {
            changed = true;
            AttributeChange change = to.regular()
                    .map(old -> fresh.against(old, Optional.empty(), found, call.check()))
                    .orElseGet(() -> fresh.forNew(false, found, call.check()).complete());
            writer.file(path, what.size(), change, to.regular().isPresent());
        }
    }

    private void settle(String path, Entry there, Attributes wanted, TreeWriter writer) {
        AttributeChange change = wanted.against(there.subject().orElseThrow(), there.flags(), found, call.check());
        if (change.needed()) {
            changed = true;
            writer.attributes(path, change);
        }
    }
}
