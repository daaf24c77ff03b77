package io.slipway.netboot.ignition;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what rules find. Once the form of something is wrong, nothing more is said about that place. */
final class Findings {

    private static final Comparator<Problem> IN_ORDER =
            Comparator.comparingInt((Problem problem) -> line(problem)).thenComparingInt(Findings::column);

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Set<Position> misshapen = new HashSet<>();

    /**
     * @param around the mapping that lacks the value now
     */
    void misshapen(Problem problem, Position around) {
        errors.add(problem);
        misshapen.add(around);
    }

    void error(Position at, String what, String hint) {
        if (!misshapen.contains(at)) {
            add(errors, Problem.of(what).at(at).hint(hint));
        }
    }

    void error(Position at, String what) {
        error(at, what, "");
    }

    void warn(Position at, String what, String hint) {
        add(warnings, Problem.of(what).at(at).hint(hint));
    }

    void add(Report other) {
        other.errors().forEach(problem -> add(errors, problem));
        other.warnings().forEach(problem -> add(warnings, problem));
    }

    boolean none() {
        return errors.isEmpty();
    }

    private static void add(List<Problem> to, Problem problem) {
        if (!to.contains(problem)) {
            to.add(problem);
        }
    }

    /** In the order of the document. */
    Report report() {
        errors.sort(IN_ORDER);
        warnings.sort(IN_ORDER);
        return new Report(errors, warnings);
    }

    private static int line(Problem problem) {
        return problem.where() == null ? 0 : problem.where().line();
    }

    private static int column(Problem problem) {
        return problem.where() == null ? 0 : problem.where().column();
    }
}
