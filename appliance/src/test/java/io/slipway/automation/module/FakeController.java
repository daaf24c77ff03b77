package io.slipway.automation.module;

import io.slipway.common.Position;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.Python;
import io.slipway.common.template.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A controller without an engine. Files lie in {@code root/<kind>} or {@code root}; templates know {@code {{ name }}} and nothing else;
 * expressions are variable names; conditions are truth values or the names of variables that hold one.
 */
public final class FakeController implements Controller {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    private final Path root;
    private Vault vault = Vault.LOCKED;
    private Optional<UnaryOperator<String>> person = Optional.empty();
    private final Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    private @Nullable Route route;
    private boolean seen = true;

    public FakeController(Path root) {
        this.root = root;
    }

    public FakeController set(String name, @Nullable Object value) {
        variables.put(name, value);
        return this;
    }

    /** Somebody is there, and gives this answer. */
    public FakeController answering(UnaryOperator<String> person) {
        this.person = Optional.of(person);
        return this;
    }

    @Override
    public Optional<String> ask(String question, boolean hidden) {
        return person.map(somebody -> somebody.apply(question + (hidden ? "*" : "")));
    }

    public FakeController vault(Vault opened) {
        vault = opened;
        return this;
    }

    /** Nobody can see the values of results. */
    public FakeController unseen() {
        seen = false;
        return this;
    }

    @Override
    public boolean valuesSeen() {
        return seen;
    }

    public FakeController route(Route known) {
        route = known;
        return this;
    }

    @Override
    public Route route() {
        return Objects.requireNonNull(route, "the test gives no route");
    }

    @Override
    public Vault vault() {
        return vault;
    }

    @Override
    public Path find(String kind, String name) {
        for (Path candidate : new Path[] {root.resolve(kind).resolve(name), root.resolve(name)}) {
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        throw new ModuleFailure("Could not find or access '" + name + "'\nSearched in:\n\t"
                + root.resolve(kind).resolve(name) + "\n\t" + root.resolve(name));
    }

    @Override
    public Path place(String path) {
        return root.resolve(path);
    }

    @Override
    public String render(
            String text, Position origin, Map<String, ? extends @Nullable Object> extra, Settings settings) {
        return VARIABLE.matcher(text.replace("\n", settings.newline()))
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(value(match, extra)));
    }

    private String value(MatchResult match, Map<String, ?> extra) {
        String name = match.group(1);
        Object value = extra.containsKey(name) ? extra.get(name) : variables.get(name);
        if (value == null) {
            throw new ModuleFailure("'" + name + "' is undefined");
        }
        return Python.str(value);
    }

    @Override
    public @Nullable Object evaluate(String expression) {
        String name = expression.strip();
        if (!variables.containsKey(name)) {
            throw new ModuleFailure("'" + name + "' is undefined");
        }
        return variables.get(name);
    }

    @Override
    public boolean holds(Object condition) {
        return Boolean.TRUE.equals(
                condition instanceof Boolean ? condition : Objects.requireNonNull(evaluate(condition.toString())));
    }
}
