package io.slipway.common.template;

import io.slipway.common.template.Node.Expr;
import org.jspecify.annotations.Nullable;

/** A parsed expression without braces, as in {@code when}, {@code until} and {@code assert}. Immutable: many threads may evaluate it at once. */
public final class Expression {

    private final TemplateEngine engine;
    private final Source source;
    private final Expr root;

    Expression(TemplateEngine engine, Source source, Expr root) {
        this.engine = engine;
        this.source = source;
        this.root = root;
    }

    /**
     * The value, which is never undefined.
     *
     * @throws TemplateException with the place in the expression; {@link TemplateException#undefined()} tells missing values apart
     */
    public @Nullable Object evaluate(Scope scope) {
        return evaluate(scope, new RenderContext(engine, scope));
    }

    /** The value as a part of another evaluation, whose bounds count for this one, too. */
    @Nullable
    Object evaluate(Scope scope, RenderContext context) {
        return Guard.run(source, () -> {
            Object value = new Evaluator(source, context, scope).value(root, new Frame(null));
            if (value instanceof Undefined undefined && !undefined.isLenient()) {
                throw undefined.failure().at(source, root.span());
            }
            return value instanceof Undefined ? "" : value;
        });
    }

    /** Python's truth of the value. */
    public boolean test(Scope scope) {
        return Python.truthy(evaluate(scope));
    }

    /** The text that was parsed. */
    public String text() {
        return source.text();
    }
}
