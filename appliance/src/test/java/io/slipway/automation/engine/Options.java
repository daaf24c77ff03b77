package io.slipway.automation.engine;

import java.util.List;
import java.util.Optional;

/** Options of a run that differ from the usual ones in one thing. */
final class Options {

    private Options() {}

    static RunOptions tags(RunOptions o, String... tags) {
        return copy(o, o.limit(), List.of(tags), o.skipTags(), o.check(), o.startAtTask(), o.become());
    }

    static RunOptions skipTags(RunOptions o, String... tags) {
        return copy(o, o.limit(), o.tags(), List.of(tags), o.check(), o.startAtTask(), o.become());
    }

    static RunOptions limit(RunOptions o, String pattern) {
        return copy(o, Optional.of(pattern), o.tags(), o.skipTags(), o.check(), o.startAtTask(), o.become());
    }

    static RunOptions check(RunOptions o) {
        return copy(o, o.limit(), o.tags(), o.skipTags(), true, o.startAtTask(), o.become());
    }

    static RunOptions startAt(RunOptions o, String task) {
        return copy(o, o.limit(), o.tags(), o.skipTags(), o.check(), Optional.of(task), o.become());
    }

    static RunOptions become(RunOptions o) {
        return copy(o, o.limit(), o.tags(), o.skipTags(), o.check(), o.startAtTask(), true);
    }

    private static RunOptions copy(
            RunOptions o,
            Optional<String> limit,
            List<String> tags,
            List<String> skipTags,
            boolean check,
            Optional<String> startAt,
            boolean become) {
        return new RunOptions(
                o.forks(),
                limit,
                tags,
                skipTags,
                o.extraVars(),
                check,
                o.diff(),
                startAt,
                o.forceHandlers(),
                become,
                o.becomeMethod(),
                o.becomeUser(),
                o.becomePassword(),
                o.remoteUser(),
                o.privateKey(),
                o.connectionPassword(),
                o.connection(),
                o.ssh(),
                o.checkHostKey(),
                o.connectTimeout(),
                o.connectRetries(),
                o.verbosity(),
                o.debugger(),
                o.variables(),
                o.unsaid());
    }
}
