package io.slipway.automation.module.packages;

import io.slipway.automation.module.Node;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import java.util.List;

/** Finds out why a node's apt knows no package of a certain name. */
final class UnknownPackage {

    /** Names that begin as the unknown one does, since few people mistype the first letters. */
    private static final String PROBE = """
            ask names apt-cache pkgnames "$_start"
            ask lists sh -c 'ls /var/lib/apt/lists/*_Packages* | head -n 1'
            exit 0
            """;

    private static final int START = 2;

    private final Node node;

    UnknownPackage(Node node) {
        this.node = node;
    }

    Problem problem(String name) {
        Found found = Found.tryAsk(
                node, Found.constant(PROBE).set("_start", name.substring(0, Math.min(START, name.length()))));
        List<String> names = found.lines("names");
        Problem problem = Problem.of("No package matching '" + name + "' is available");
        if (found.some("lists").isEmpty() && !names.contains(name)) {
            return problem.because("the node has no package lists yet").hint("fetch them: update_cache: true");
        }
        String near = NearMiss.hint(name, names);
        return near.isEmpty()
                ? problem.hint("is the name right, and are the package lists up to date (update_cache: true)?")
                : problem.hint(near);
    }
}
