package io.slipway.common.template;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A template that can't be parsed, or can't be evaluated with the values at hand. */
public final class TemplateException extends ProblemException {

    private final transient @Nullable Undefined undefined;

    public TemplateException(Problem problem) {
        this(problem, null, null);
    }

    public TemplateException(Problem problem, @Nullable Throwable cause) {
        this(problem, null, cause);
    }

    TemplateException(Problem problem, @Nullable Undefined undefined, @Nullable Throwable cause) {
        super(problem, cause);
        this.undefined = undefined;
    }

    /** Something a filter, test or callable refuses; whoever called it knows where it stands. */
    public static TemplateException of(String what) {
        return new TemplateException(Problem.of(what));
    }

    /** The undefined value that was used, if that is what went wrong: so that a caller can go on lazily, as Ansible does. */
    public @Nullable Undefined undefined() {
        return undefined;
    }

    /** Adds the place, unless a more precise one is known already. */
    TemplateException at(Source source, Node.Span span) {
        Problem known = problem();
        if (known.where() != null) {
            return this;
        }
        String where = "in '" + source.excerpt(span) + "'";
        String why = known.why().isEmpty() ? where : known.why() + ", " + where;
        return new TemplateException(known.at(source.at(span.start())).because(why), undefined, this);
    }
}
