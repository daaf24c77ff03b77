package io.slipway.common;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The root of Slipway's exceptions: each carries the problems it was thrown for. Every package throws one subclass of its own;
 * nothing throws this type or a bare {@link RuntimeException}.
 */
public abstract class ProblemException extends RuntimeException {

    private final transient List<Problem> problems;

    protected ProblemException(Problem problem, @Nullable Throwable cause) {
        this(List.of(problem), cause);
    }

    /** Several mistakes that were found in one go. */
    protected ProblemException(List<Problem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
        this.problems = List.copyOf(problems);
    }

    /** The first, and mostly the only, problem. */
    public final Problem problem() {
        return problems.getFirst();
    }

    public final List<Problem> problems() {
        return problems;
    }
}
