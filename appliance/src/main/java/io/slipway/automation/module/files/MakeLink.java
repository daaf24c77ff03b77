package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Leftovers;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code state: link} and {@code state: hard}. A new link takes an old thing's place in one step. */
final class MakeLink {

    private static final String LIBRARY = Probe.REPORT + Leftovers.FUNCTION + """
            make_link() {
            locate
            d=${q%/*}
            name_in "$d"
            if [ -n "$new" ] && LC_ALL=C ln $symbolic -T -- "$src" "$q" 2>/dev/null; then report; return; fi
            tmp=$(mktemp -u -- "$left_template")
            trap 'rm -f -- "$tmp"' EXIT
            trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
            e=$(LC_ALL=C ln $symbolic -- "$src" "$tmp" 2>&1) || fail "Error while linking: ${e##*: }"
            if [ -d "$q" ] && [ ! -L "$q" ]; then e=$(LC_ALL=C rmdir -- "$q" 2>&1) || fail "Error while replacing: ${e##*: }"; fi
            e=$(LC_ALL=C mv -fT -- "$tmp" "$q" 2>&1) || fail "Error while replacing: ${e##*: }"
            trap - EXIT
            report
            }
            """;

    private MakeLink() {}

    static ModuleResult symbolic(FileTask task) {
        FoundPath found = task.found();
        Optional<String> src = found.extra("src").or(() -> task.follow() ? found.linkTarget() : Optional.empty());
        if (src.isPresent()
                && !task.force()
                && found.extra("src").isPresent()
                && found.extra("source").isEmpty()) {
            throw task.failure("src file does not exist, use \"force=yes\" if you really want to create the link: "
                            + found.extra("src_path").orElse(src.get()))
                    .with("src", src.get());
        }
        refuseToReplace(task);
        if (!found.isLink() && src.isEmpty()) {
            throw task.failure("src is required for creating new symlinks");
        }
        task.stateChange("link");
        boolean changed = !found.isLink();
        if (found.isLink() && src.isPresent() && !src.equals(found.linkTarget())) {
            task.before().put("src", found.linkTarget().orElse(""));
            task.after().put("src", src.get());
            changed = true;
        }
        return finish(task, "-s", src, changed);
    }

    private static void refuseToReplace(FileTask task) {
        String state = task.found().state();
        if (List.of("directory", "file", "hard").contains(state) && !task.force()) {
            throw task.failure("refusing to convert from " + state + " to symlink for "
                    + task.found().path());
        }
        if (state.equals("directory") && task.found().extra("filled").isPresent()) {
            throw task.failure("the directory " + task.found().path() + " is not empty, refusing to convert it");
        }
    }

    static ModuleResult hard(FileTask task) {
        FoundPath found = task.found();
        Optional<String> src = found.extra("src");
        if (src.isEmpty()) {
            if (!found.state().equals("hard")) {
                throw task.failure("src is required for creating new hardlinks");
            }
            return task.settle("dest", false).with("src", null);
        }
        if (found.extra("source").isEmpty()) {
            throw failure(found, "src does not exist", src.get());
        }
        boolean same = found.own()
                .filter(s -> found.extra("source").get().equals(s.inode() + ":" + s.device()))
                .isPresent();
        if (!same && found.present() && !found.isLink() && !task.force()) {
            throw failure(
                    found,
                    found.state().equals("hard")
                            ? "Cannot link, different hard link exists at destination"
                            : "Cannot link, " + found.state() + " exists at destination",
                    src.get());
        }
        if (!same) {
            task.stateChange("hard");
        }
        return finish(task, "", src, !same);
    }

    private static ModuleFailure failure(FoundPath found, String why, String src) {
        ModuleFailure failure = new ModuleFailure(why);
        found.facts().forEach(failure::with);
        return failure.with("dest", found.path()).with("src", src);
    }

    private static ModuleResult finish(FileTask task, String symbolic, Optional<String> src, boolean changed) {
        FileTask now = task;
        if (changed && !task.check()) {
            FoundPath made = task.run(Script.of("make_link\n")
                    .using(LIBRARY)
                    .set("p", task.found().path())
                    .set("src", src.orElseThrow())
                    .set("symbolic", symbolic)
                    .set("new", task.found().present() ? "" : "1"));
            now = task.attributes().none(task.found()) && !task.times().given() ? withFound(task, made) : again(task);
        }
        boolean settled = now.subject().isPresent() && (!changed || !task.check());
        ModuleResult result = settled
                ? now.settle("dest", changed)
                : now.result("dest", now.found().path(), changed, now.found().facts());
        if (now.subject().isEmpty() && !task.attributes().none(task.found()) && !task.check()) {
            result = result.with(
                    "warnings",
                    List.of("Cannot set fs attributes on a non-existent symlink target."
                            + " follow should be set to False to avoid this."));
        }
        if (task.follow() && now.found().isLink()) {
            result = result.withAll(now.found().facts());
        }
        return result.with("dest", task.found().path()).with("src", src.orElse(null));
    }

    /** Owners and modes go to what the new link leads to, about which the first probe could not know. */
    private static FileTask again(FileTask task) {
        FoundPath found = Probe.of(
                        Objects.requireNonNull(task.call().arguments().string("path")))
                .resolving(task.attributes())
                .also(task.times().script())
                .on(task.call().node());
        return withFound(task, found);
    }

    private static FileTask withFound(FileTask task, FoundPath found) {
        return new FileTask(task.call(), found, task.attributes(), task.times(), task.before(), task.after());
    }
}
