package io.slipway.common.template;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Parses Jinja2 templates and expressions. One engine serves many threads; what it parsed lately is kept.
 *
 * <p>Follows <a href="https://jinja.palletsprojects.com/en/3.1.x/templates/">Jinja2 3.1</a> and Ansible's filters and tests; undefined
 * values are Ansible's (looking into one gives it again, using it is an error). Nothing is escaped for HTML.
 */
public final class TemplateEngine {

    private static final int REMEMBERED = 4096;

    private final Vocabulary vocabulary;
    private final Map<String, Object> globals;
    private final TemplateLoader loader;
    private final Settings settings;
    private final RandomGenerator random;
    private final Clock clock;
    private final long maxSteps;
    private final Map<Key, Object> parsed = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Object> eldest) {
            return size() > REMEMBERED;
        }
    };

    private TemplateEngine(Builder builder) {
        this.vocabulary = new Vocabulary(builder.filters, builder.tests);
        builder.globals.putIfAbsent("now", TimeFilters.now(builder.clock));
        this.globals = Map.copyOf(builder.globals);
        this.clock = builder.clock;
        this.loader = builder.loader;
        this.settings = builder.settings;
        this.random = builder.random;
        this.maxSteps = builder.maxSteps;
    }

    /** An engine with every builtin filter, test and global; more can be added, and builtins replaced. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param origin where the text stands; the places in errors count from here
     * @throws TemplateException when this is not a template
     */
    public Template parse(String text, Position origin) {
        return parse(text, origin, settings);
    }

    public Template parse(String text, Position origin, Settings how) {
        return (Template) remembered(new Key(text, origin, how), () -> {
            Source source = Source.of(text, origin);
            return Guard.run(
                    source,
                    () -> new Template(
                            this,
                            origin.source(),
                            source,
                            how,
                            StatementParser.parse(
                                    new TokenStream(source, Lexer.template(source, how), null), vocabulary)));
        });
    }

    /** A bare expression, without braces. */
    public Expression parseExpression(String text, Position origin) {
        return (Expression) remembered(new Key(text, origin, null), () -> {
            Source source = Source.of(text, origin);
            return Guard.run(
                    source,
                    () -> new Expression(
                            this,
                            source,
                            StatementParser.parseExpression(
                                    new TokenStream(source, Lexer.expression(source, settings), null), vocabulary)));
        });
    }

    /**
     * Everything that is wrong with a template whatever its variables are: filters, tests and lookups that don't exist, all of them, and
     * the first mistake in the syntax.
     *
     * @param lookupObjection what is wrong with the name of a lookup, if anything is
     */
    public List<Problem> mistakes(
            String text, Position origin, Settings how, Function<String, Optional<Problem>> lookupObjection) {
        Source source = Source.of(text, origin);
        return mistakes(
                source,
                lookupObjection,
                mentions -> StatementParser.parse(
                        new TokenStream(source, Lexer.template(source, how), mentions), vocabulary));
    }

    /** The same for a bare expression. */
    public List<Problem> mistakesInExpression(
            String text, Position origin, Function<String, Optional<Problem>> lookupObjection) {
        Source source = Source.of(text, origin);
        return mistakes(
                source,
                lookupObjection,
                mentions -> StatementParser.parseExpression(
                        new TokenStream(source, Lexer.expression(source, settings), mentions), vocabulary));
    }

    private List<Problem> mistakes(
            Source source, Function<String, Optional<Problem>> lookupObjection, Function<Mentions, Object> parser) {
        Mentions mentions = new Mentions(vocabulary, lookupObjection);
        List<Problem> problems = new ArrayList<>();
        try {
            Guard.run(source, () -> parser.apply(mentions));
        } catch (TemplateException e) {
            problems.add(e.problem());
        }
        problems.addAll(0, mentions.problems());
        return problems;
    }

    /** @param settings none for an expression */
    private record Key(
            String text, Position origin, @Nullable Settings settings) {}

    private Object remembered(Key key, Supplier<Object> parser) {
        synchronized (parsed) {
            Object known = parsed.get(key);
            if (known != null) {
                return known;
            }
        }
        Object fresh = parser.get();
        synchronized (parsed) {
            parsed.put(key, fresh);
        }
        return fresh;
    }

    @Nullable
    Template load(String name, Settings how) {
        return loader.load(name)
                .map(found -> parse(found.text(), found.origin(), how))
                .orElse(null);
    }

    @Nullable
    Object global(String name) {
        return globals.get(name);
    }

    Set<String> globalNames() {
        return globals.keySet();
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    RandomGenerator random() {
        return random;
    }

    Clock clock() {
        return clock;
    }

    long maxSteps() {
        return maxSteps;
    }

    /** Puts an engine together. */
    public static final class Builder {

        private final Map<String, Vocabulary.Entry<Filter>> filters = new LinkedHashMap<>();
        private final Map<String, Vocabulary.Entry<Test>> tests = new LinkedHashMap<>();
        private final Map<String, Object> globals = new LinkedHashMap<>();
        private TemplateLoader loader = TemplateLoader.NONE;
        private Settings settings = Settings.JINJA;
        private RandomGenerator random = new SecureRandom();
        private Clock clock = Clock.systemUTC();
        private long maxSteps = Bounds.MAX_STEPS;

        private Builder() {
            Builtins.addTo(this);
        }

        /** A filter that takes any arguments: they are in {@link Arguments#rest()} and {@link Arguments#restNamed()}. */
        public Builder filter(String name, Filter filter) {
            filters.put(name, new Vocabulary.Entry<>(filter, null));
            return this;
        }

        /**
         * A filter with named parameters.
         *
         * @param parameters such as {@code "old new count?"}: {@code ?} after what may be left out, {@code *} for any more
         *     positional and {@code **} for any more named arguments
         */
        public Builder filter(String name, String parameters, Filter filter) {
            filters.put(name, new Vocabulary.Entry<>(filter, Signature.of(parameters)));
            return this;
        }

        /** A test that takes any arguments. */
        public Builder test(String name, Test test) {
            tests.put(name, new Vocabulary.Entry<>(test, null));
            return this;
        }

        /** A test with named parameters, written as for {@link #filter(String, String, Filter)}. */
        public Builder test(String name, String parameters, Test test) {
            tests.put(name, new Vocabulary.Entry<>(test, Signature.of(parameters)));
            return this;
        }

        /** A name that every template sees, unless its scope has it too: a value or a {@link Callable}. */
        public Builder global(String name, Object value) {
            globals.put(name, value);
            return this;
        }

        /** A function that every template sees. */
        public Builder function(String name, Callable function) {
            return global(name, function);
        }

        public Builder loader(TemplateLoader templates) {
            this.loader = templates;
            return this;
        }

        public Builder settings(Settings how) {
            this.settings = how;
            return this;
        }

        /** Where the filters {@code random} and {@code shuffle} take their numbers from. Must serve many threads. */
        public Builder random(RandomGenerator numbers) {
            this.random = numbers;
            return this;
        }

        /** What {@code now()} and the filter {@code strftime} ask for the time. */
        public Builder clock(Clock source) {
            this.clock = source;
            return this;
        }

        /** How many pieces of work one rendering may take before it is given up: roughly, nodes evaluated and elements filtered. */
        public Builder maxSteps(long steps) {
            this.maxSteps = steps;
            return this;
        }

        public TemplateEngine build() {
            return new TemplateEngine(this);
        }
    }
}
