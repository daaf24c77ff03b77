package io.slipway.common.template;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One evaluation of one template: what filters and tests may ask, and what keeps it within bounds. Used by one thread. */
public final class RenderContext {

    private static final int SHOWN_CALLS = 6;

    private final TemplateEngine engine;
    private final Scope scope;
    private final Deque<String> calls = new ArrayDeque<>();
    private int depth;
    private long steps;

    RenderContext(TemplateEngine engine, Scope scope) {
        this.engine = engine;
        this.scope = scope;
    }

    /** The variables that the caller passed in. */
    public Scope scope() {
        return scope;
    }

    public RandomGenerator random() {
        return engine.random();
    }

    public Clock clock() {
        return engine.clock();
    }

    TemplateEngine engine() {
        return engine;
    }

    /** Applies a filter by name. */
    public @Nullable Object filter(
            String name, @Nullable Object value, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        Vocabulary.Entry<Filter> entry = engine.vocabulary().filter(name);
        if (entry == null) {
            throw new TemplateException(Problem.of("there is no filter '" + name + "'")
                    .hint(NearMiss.hint(name, engine.vocabulary().filterNames())));
        }
        return entry.action().apply(value, bind(entry.signature(), "the filter '" + name + "'", args, kwargs), this);
    }

    /** Applies a test by name. */
    public boolean test(
            String name, @Nullable Object value, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        Vocabulary.Entry<Test> entry = engine.vocabulary().test(name);
        if (entry == null) {
            throw new TemplateException(Problem.of("there is no test '" + name + "'")
                    .hint(NearMiss.hint(name, engine.vocabulary().testNames())));
        }
        return entry.action().holds(value, bind(entry.signature(), "the test '" + name + "'", args, kwargs), this);
    }

    public boolean hasFilter(String name) {
        return engine.vocabulary().filter(name) != null;
    }

    public boolean hasTest(String name) {
        return engine.vocabulary().test(name) != null;
    }

    private static Arguments bind(
            @Nullable Signature signature,
            String function,
            List<@Nullable Object> args,
            Map<String, @Nullable Object> kwargs) {
        return signature == null
                ? new Arguments(function, Map.of(), args, kwargs)
                : signature.bind(function, args, kwargs);
    }

    void enter() {
        if (++depth > Bounds.MAX_CALL_DEPTH) {
            throw new TemplateException(Problem.of("this template calls itself too deeply, or is nested too deeply")
                    .because(innermostCalls()));
        }
        step();
    }

    /** Goes into a macro or into another template; {@code callee} is what an error calls it. */
    void enterCall(String callee) {
        calls.addLast(callee);
        enter();
    }

    void leaveCall() {
        calls.removeLast();
        leave();
    }

    private String innermostCalls() {
        if (calls.isEmpty()) {
            return "";
        }
        List<String> innermost =
                calls.stream().skip(Math.max(0, calls.size() - SHOWN_CALLS)).toList();
        return calls.size() + " calls deep: " + (calls.size() > SHOWN_CALLS ? "… → " : "")
                + String.join(" → ", innermost);
    }

    void leave() {
        depth--;
    }

    /** Counts one piece of work, such as one element of a list that a filter handles. */
    void step() {
        if (++steps > engine.maxSteps()) {
            throw TemplateException.of("this template takes too long: more than " + engine.maxSteps() + " steps");
        }
    }
}
