package io.slipway.common.template;

import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers, while a template is parsed, every name in it that means nothing: unlike a plain parse, which ends at the first unknown filter.
 * Names given as text to {@code lookup}, {@code map}, {@code select} and their kind count, too.
 */
final class Mentions {

    private static final Set<String> LOOKUPS = Set.of("lookup", "query", "q");

    /** Filters that take the name of a test, and where it stands. */
    private static final Map<String, Integer> TAKE_TESTS =
            Map.of("select", 0, "reject", 0, "selectattr", 1, "rejectattr", 1);

    private final Vocabulary vocabulary;
    private final Function<String, Optional<Problem>> lookupObjection;
    private final List<Problem> problems = new ArrayList<>();

    /** @param lookupObjection what is wrong with the name of a lookup */
    Mentions(Vocabulary vocabulary, Function<String, Optional<Problem>> lookupObjection) {
        this.vocabulary = vocabulary;
        this.lookupObjection = lookupObjection;
    }

    List<Problem> problems() {
        return problems;
    }

    void unknown(TemplateException mistake) {
        problems.add(mistake.problem());
    }

    void call(Node.Call call, Source source) {
        if (call.callee() instanceof Node.Name function && LOOKUPS.contains(function.name())) {
            Node.Constant name = text(call.args(), 0);
            if (name != null) {
                lookupObjection
                        .apply(Python.str(name.value()))
                        .ifPresent(problem ->
                                problems.add(problem.at(source.at(name.span().start()))));
            }
        }
    }

    void filter(Node.FilterCall call, Source source) {
        Integer place = TAKE_TESTS.get(call.name());
        Node.Constant name = text(call.args(), place == null ? 0 : place);
        if (name == null) {
            return;
        }
        int start = name.span().start();
        if (call.name().equals("map")) {
            vocabulary
                    .objectionToFilter(Python.str(name.value()), source, start)
                    .ifPresent(this::unknown);
        } else if (place != null) {
            vocabulary.objectionToTest(Python.str(name.value()), source, start).ifPresent(this::unknown);
        }
    }

    private static Node.@Nullable Constant text(Node.Args args, int place) {
        return args.positional().size() > place
                        && args.positional().get(place) instanceof Node.Constant constant
                        && constant.value() instanceof String
                ? constant
                : null;
    }
}
