package io.slipway.common.template;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A name, attribute or item that has no value. It may be passed on, asked {@code is defined}, given a {@code default}, and looked
 * into (which gives itself again, so that the first cause is kept); printing it or computing with it is an error.
 */
public final class Undefined {

    private final String name;
    private final String message;
    private final String hint;
    private final @Nullable Supplier<Position> where;
    private final Supplier<? extends Collection<String>> candidates;
    private final boolean lenient;

    private Undefined(
            String name,
            String message,
            String hint,
            @Nullable Supplier<Position> where,
            Supplier<? extends Collection<String>> candidates,
            boolean lenient) {
        this.lenient = lenient;
        this.name = name;
        this.message = message;
        this.hint = hint;
        this.where = where;
        this.candidates = candidates;
    }

    /** A variable that does not exist. */
    public static Undefined of(String name) {
        return new Undefined(name, "'" + name + "' is undefined", "", null, List::of, false);
    }

    /** Something that has no value, explained in the caller's own words. */
    public static Undefined because(String name, String message) {
        return new Undefined(name, message, "", null, List::of, false);
    }

    /** Something that has no value because of a problem met earlier, such as a variable that is a template of another one. */
    public static Undefined because(String name, Problem problem) {
        String why = problem.why().isEmpty() ? "" : ": " + problem.why();
        Position where = problem.where();
        return new Undefined(
                name, problem.what() + why, problem.hint(), where == null ? null : () -> where, List::of, false);
    }

    /** An attribute or item that {@code owner} does not have. */
    static Undefined attribute(@Nullable Object owner, String name, Supplier<? extends Collection<String>> candidates) {
        String what = owner == null ? "'None'" : "'" + Python.typeName(owner) + " object'";
        return new Undefined(name, what + " has no attribute '" + name + "'", "", null, candidates, false);
    }

    /** The same, with names to choose a hint from if it is ever needed. */
    Undefined among(Supplier<? extends Collection<String>> names) {
        return new Undefined(name, message, hint, where, names, lenient);
    }

    /** The same, with the place where it was looked for. */
    Undefined at(Supplier<Position> position) {
        return where == null ? new Undefined(name, message, hint, position, candidates, lenient) : this;
    }

    /** What was looked for. */
    public String name() {
        return name;
    }

    /** Such as {@code 'foo' is undefined}. */
    public String message() {
        return message;
    }

    public Problem problem() {
        String advice = hint.isEmpty() ? NearMiss.hint(name, candidates.get()) : hint;
        return new Problem(message, where == null ? null : where.get(), "", advice);
    }

    /** The value of an inline if without else: it prints nothing and is false, but is not defined. */
    static Undefined lenient(String message) {
        return new Undefined("", message, "", null, List::of, true);
    }

    boolean isLenient() {
        return lenient;
    }

    /** The error for using it as a value. */
    public TemplateException failure() {
        return new TemplateException(problem(), this, null);
    }

    /** For Java's logs only; a template never sees this. */
    @Override
    public String toString() {
        return "Undefined(" + name + ")";
    }
}
