package io.slipway.common.jmespath;

import io.burt.jmespath.RuntimeConfiguration;
import io.burt.jmespath.function.FunctionRegistry;
import io.burt.jmespath.jcf.JcfRuntime;
import io.slipway.common.Problem;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** <a href="https://jmespath.org/specification.html">JMESPath</a> on Java's maps, lists, strings, numbers and booleans. */
public final class JmesPath {

    private static final int LONGEST_QUERY = 20_000;
    private static final int MOST_ITEMS = 4_000_000;
    private static final RuntimeConfiguration FUNCTIONS = new RuntimeConfiguration.Builder()
            .withFunctionRegistry(FunctionRegistry.defaultRegistry()
                    .extend(
                            NumberFunctions.absolute(),
                            NumberFunctions.ceiling(),
                            NumberFunctions.floor(),
                            NumberFunctions.sum()))
            .build();

    private JmesPath() {}

    /**
     * What the query finds; {@code null} when that is nothing.
     *
     * @throws QueryException when the query cannot be parsed, does not fit the data or would find too much
     */
    @SuppressWarnings("NullAway") // the library knows null as a value
    public static @Nullable Object search(String query, @Nullable Object data) {
        if (query.length() > LONGEST_QUERY) {
            throw new QueryException(Problem.of("this query is longer than " + LONGEST_QUERY + " characters"), null);
        }
        try {
            return new Bounded().compile(query).search(data);
        } catch (QueryException e) {
            throw e;
        } catch (RuntimeException e) {
            String what = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\n\\s*", "; ");
            throw new QueryException(Problem.of("JMESPath: " + what), e);
        }
    }

    /** Refuses to make more than memory can hold: queries can double what they find again and again. */
    private static final class Bounded extends JcfRuntime {

        private int items;

        Bounded() {
            super(FUNCTIONS);
        }

        @Override
        public Object createArray(Collection<Object> elements) {
            count(elements.size());
            return super.createArray(elements);
        }

        @Override
        public Object createObject(Map<Object, Object> entries) {
            count(entries.size());
            return super.createObject(entries);
        }

        private void count(int more) {
            items += more + 1;
            if (items > MOST_ITEMS) {
                throw new QueryException(Problem.of("this query finds more than " + MOST_ITEMS + " items"), null);
            }
        }
    }
}
