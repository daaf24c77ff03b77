package io.slipway.common.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed template: expressions and statements, each with the stretch of text that it was written as. */
sealed interface Node {

    Span span();

    /** From the first character to just after the last, in the template's text. */
    record Span(int start, int end) {
        Span to(Span later) {
            return new Span(start, later.end);
        }
    }

    sealed interface Expr extends Node {}

    /** A literal value; immutable. */
    record Constant(@Nullable Object value, Span span) implements Expr {}

    record Name(String name, Span span) implements Expr {}

    record ListOf(List<Expr> items, Span span) implements Expr {}

    record TupleOf(List<Expr> items, Span span) implements Expr {}

    record DictOf(List<Pair> pairs, Span span) implements Expr {}

    record Pair(Expr key, Expr value) {}

    record Attribute(Expr owner, String name, Span span) implements Expr {}

    record Item(Expr owner, Expr key, Span span) implements Expr {}

    record Slice(
            Expr owner,
            @Nullable Expr start,
            @Nullable Expr stop,
            @Nullable Expr step,
            Span span) implements Expr {}

    record Call(Expr callee, Args args, Span span) implements Expr {}

    /** {@code value | name(args)}; no value in a filter block or set block, which supply the text. */
    record FilterCall(@Nullable Expr value, String name, Args args, Span span) implements Expr {}

    record TestCall(Expr value, String name, Args args, boolean negated, Span span) implements Expr {}

    record Not(Expr value, Span span) implements Expr {}

    record Sign(boolean minus, Expr value, Span span) implements Expr {}

    record And(Expr left, Expr right, Span span) implements Expr {}

    record Or(Expr left, Expr right, Span span) implements Expr {}

    record Binary(BinaryOperator operator, Expr left, Expr right, Span span) implements Expr {}

    /** {@code a ~ b ~ c}. */
    record Concat(List<Expr> parts, Span span) implements Expr {}

    /** {@code a < b <= c}: each operand is evaluated once at most. */
    record Compare(Expr first, List<Comparand> rest, Span span) implements Expr {}

    record Comparand(CompareOperator operator, Expr value) {}

    /** {@code then if test else otherwise}. */
    record Conditional(Expr test, Expr then, @Nullable Expr otherwise, Span span) implements Expr {}

    /** What stands between the parentheses of a call. */
    record Args(
            List<Expr> positional,
            List<Keyword> keywords,
            @Nullable Expr moreArgs,
            @Nullable Expr moreKeywords) {
        static final Args NONE = new Args(List.of(), List.of(), null, null);
    }

    record Keyword(String name, Expr value) {}

    enum BinaryOperator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        FLOOR_DIVIDE("//"),
        MODULO("%"),
        POWER("**");

        private final String sign;

        BinaryOperator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    enum CompareOperator {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        IN("in"),
        NOT_IN("not in");

        private final String sign;

        CompareOperator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    sealed interface Statement extends Node {}

    /** Literal text. */
    record Data(String text, Span span) implements Statement {}

    record Print(Expr value, Span span) implements Statement {}

    record If(List<Branch> branches, List<Statement> otherwise, Span span) implements Statement {}

    record Branch(Expr test, List<Statement> body) {}

    record For(
            Target target,
            Expr items,
            @Nullable Expr condition,
            boolean recursive,
            List<Statement> body,
            List<Statement> otherwise,
            Span span)
            implements Statement {}

    record Set(Target target, Expr value, Span span) implements Statement {}

    record SetBlock(Target target, @Nullable FilterCall filter, List<Statement> body, Span span) implements Statement {}

    record Macro(String name, Parameters parameters, List<Statement> body, Span span) implements Statement {}

    record CallBlock(Call call, Parameters parameters, List<Statement> body, Span span) implements Statement {}

    /** @param defaults of the last parameters */
    record Parameters(List<String> names, List<Expr> defaults) {}

    record FilterBlock(FilterCall filter, List<Statement> body, Span span) implements Statement {}

    record With(List<Assignment> assignments, List<Statement> body, Span span) implements Statement {}

    record Assignment(Target target, Expr value) {}

    record Do(Expr value, Span span) implements Statement {}

    record Include(Expr template, boolean ignoreMissing, boolean withContext, Span span) implements Statement {}

    record Import(Expr template, String target, boolean withContext, Span span) implements Statement {}

    record FromImport(Expr template, List<Imported> names, boolean withContext, Span span) implements Statement {}

    record Imported(String name, String as) {}

    record Block(String name, boolean scoped, boolean required, List<Statement> body, Span span) implements Statement {}

    record Extends(Expr template, Span span) implements Statement {}

    record Break(Span span) implements Statement {}

    record Continue(Span span) implements Statement {}

    /** What can stand on the left of {@code =}. */
    sealed interface Target {}

    record NameTarget(String name) implements Target {}

    record TupleTarget(List<Target> items) implements Target {}

    /** {@code namespace.attribute}. */
    record AttributeTarget(String owner, String name) implements Target {}
}
