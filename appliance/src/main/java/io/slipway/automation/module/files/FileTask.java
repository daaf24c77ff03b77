package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of the {@code file} module, after the probe.
 *
 * @param before what differs, as it is; shown with {@code --diff}
 * @param after what differs, as it is to be
 */
record FileTask(
        ModuleCall call,
        FoundPath found,
        Attributes attributes,
        FileTimes times,
        Map<String, @Nullable Object> before,
        Map<String, @Nullable Object> after) {

    /** What {@code src} is, seen from the link: {@code source}, missing when it does not exist, is its inode and
     * device when the link is a hard one. */
    private static final String SOURCE = """
            say src "$src"
            case $src in
            /*) r=$src;;
            *) if [ -z "$beside" ]; then r=./$src; elif [ -d "$q" ] && [ ! -L "$q" ]; then r=$q/$src; else r=${q%/*}/$src; fi;;
            esac
            say src_path "${r#./}"
            if [ -n "$beside" ]; then
              if [ -e "$r" ]; then say source there; fi
            elif e=$(stat -L -c %i:%d -- "$r" 2>/dev/null); then
              say source "$e"
            fi
            if [ -d "$q" ] && [ ! -L "$q" ] && [ -n "$(ls -A -- "$q")" ]; then say filled 1; fi
            """;

    static FileTask probe(ModuleCall call) {
        Arguments a = call.arguments();
        Attributes attributes = Attributes.of(a);
        FileTimes times = FileTimes.of(a);
        String state = a.text("state").orElse("");
        Probe probe = Probe.of(trimmed(a.string("path"), state)).resolving(attributes);
        StringBuilder also = new StringBuilder(times.script());
        if (a.has("src")) {
            if (!state.equals("link")) {
                probe.inside(NodePath.base(a.string("src")));
            }
            also.append(NodePath.assign("src", a.string("src")))
                    .append(state.equals("link") ? "beside=1\n" : "beside=\n")
                    .append(SOURCE);
        }
        probe.also(also.toString());
        if (state.equals("absent") && call.diff()) {
            probe.atLast(RemovePath.LIST);
        } else if (a.flag("recurse")) {
            probe.atLast(TreeAttributes.list(attributes, a.flag("follow")));
        }
        FoundPath found = probe.on(call.node());
        Map<String, @Nullable Object> path = Map.of("path", found.path());
        return new FileTask(call, found, attributes, times, new LinkedHashMap<>(path), new LinkedHashMap<>(path));
    }

    /** Without slashes at the end, so that a link to a directory is seen as a link where it matters. */
    private static String trimmed(String path, String state) {
        if (path.isEmpty()) {
            throw new ModuleFailure("path is empty");
        }
        String bare = path.replaceAll("/+$", "");
        if (bare.isEmpty() && state.equals("absent")) {
            throw new ModuleFailure("the root directory cannot be removed");
        }
        return state.equals("absent") || state.equals("link") ? (bare.isEmpty() ? "/" : bare) : path;
    }

    boolean check() {
        return call.check();
    }

    boolean follow() {
        return call.arguments().flag("follow");
    }

    boolean force() {
        return call.arguments().flag("force");
    }

    /** The thing that attributes go to: what a link leads to, if links are followed. */
    Optional<Status> subject() {
        return follow() ? found.target() : found.own();
    }

    String subjectPath() {
        return follow() ? found.realPath() : found.path();
    }

    void stateChange(String to) {
        if (!found.state().equals(to)) {
            before.put("state", found.state());
            after.put("state", to);
        }
    }

    /** Sets owner, mode and times of something that exists, as far as they differ; returns the result. */
    ModuleResult settle(String pathKey, boolean alreadyChanged) {
        return settle(pathKey, alreadyChanged, Optional.empty());
    }

    /** @param more what else has to be done in the same exchange */
    ModuleResult settle(String pathKey, Optional<Script> more) {
        return settle(pathKey, false, more);
    }

    private ModuleResult settle(String pathKey, boolean alreadyChanged, Optional<Script> more) {
        Status status = subject().orElseThrow();
        if (pathKey.equals("path")) {
            before.put("path", subjectPath());
            after.put("path", subjectPath());
        }
        AttributeChange change = attributes.against(status, found, check());
        change.describe(before, after);
        boolean touched = times.describe(status, found, before, after);
        boolean act = change.needed() || touched || more.isPresent();
        Map<String, @Nullable Object> facts = FoundPath.facts(subject());
        if (act && !check()) {
            Script also = more.orElse(Script.of(""));
            facts = run(change.in(Script.of(also.text()
                                            + "locate\nset_attributes \"$q\"\nset_flags \"$q\" \"$flags\"\n"
                                            + (touched ? times.touch(found) : "")
                                            + "report\n")
                                    .using(AttributeChange.LIBRARY))
                            .set("p", subjectPath())
                            .input(also.stdin()))
                    .facts();
        }
        return result(pathKey, subjectPath(), alreadyChanged || act, facts);
    }

    FoundPath run(Script script) {
        try {
            return new FoundPath(Fields.of(call.node().run(script)));
        } catch (ModuleFailure e) {
            found.facts().forEach(e::with);
            throw e.with("path", found.path());
        }
    }

    ModuleResult result(String pathKey, String path, boolean changed, Map<String, @Nullable Object> facts) {
        ModuleResult result = ModuleResult.changed(changed).with(pathKey, path).withAll(facts);
        List<String> unknown = unknownOwners();
        if (!unknown.isEmpty()) {
            result = result.with("warnings", unknown);
        }
        return call.diff() && changed && !before.equals(after) ? result.with(Diffs.properties(before, after)) : result;
    }

    /** In check mode only: otherwise it has failed by now. */
    private List<String> unknownOwners() {
        List<String> warnings = new ArrayList<>();
        if (attributes.owner().isPresent() && found.uid().isEmpty()) {
            warnings.add("failed to look up user " + attributes.owner().get()
                    + ". Create user up to this point in real play");
        }
        if (attributes.group().isPresent() && found.gid().isEmpty()) {
            warnings.add("failed to look up group " + attributes.group().get()
                    + ". Create group up to this point in real play");
        }
        return warnings;
    }

    ModuleFailure failure(String message) {
        return found.failure(message);
    }
}
