package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Omit;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Context;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import io.slipway.common.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keywords of a task or a play, inherited ones too, evaluated with the variables of one host. */
final class KeywordValues {

    private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Context context;
    private final Position at;
    private final Variables variables;

    KeywordValues(Step.Task task, Variables variables) {
        this(task.context(), task.at(), variables);
    }

    KeywordValues(Context context, Position at, Variables variables) {
        this.context = context;
        this.at = at;
        this.variables = variables;
    }

    boolean flag(Keyword keyword, boolean otherwise) {
        return truth(keyword).orElse(otherwise);
    }

    Optional<Boolean> truth(Keyword keyword) {
        return value(keyword).map(value -> truth(value, at(keyword), keyword.yaml()));
    }

    /** What Ansible takes for a truth value, with all its spellings. */
    static boolean truth(Object value, @Nullable Position at, String name) {
        if (value instanceof Boolean b) {
            return b;
        }
        return switch (Python.str(value).strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1", "t", "y", "1.0" -> true;
            case "false", "no", "off", "0", "f", "n", "0.0" -> false;
            default ->
                throw new TemplateException(
                        Problem.of("'" + name + "' is '" + Python.str(value) + "', not a truth value")
                                .at(at)
                                .hint("use true or false"));
        };
    }

    Optional<String> text(Keyword keyword) {
        return value(keyword).map(Python::str).filter(text -> !text.isEmpty());
    }

    OptionalDouble number(Keyword keyword) {
        Optional<Object> value = value(keyword);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(
                    Double.parseDouble(Python.str(value.get()).replace("%", "").strip()));
        } catch (NumberFormatException e) {
            throw new TemplateException(
                    Problem.of("'" + keyword.yaml() + "' is '" + Python.str(value.get()) + "', not a number")
                            .at(at(keyword)),
                    e);
        }
    }

    Optional<Duration> seconds(Keyword keyword) {
        OptionalDouble number = number(keyword);
        return number.isPresent() && number.getAsDouble() > 0
                ? Optional.of(Duration.ofMillis(Math.round(number.getAsDouble() * 1000)))
                : Optional.empty();
    }

    /** How long a task may take, by its own word or else the configuration's; none for as long as it likes. */
    Optional<Duration> timeout(PlayDefaults unsaid) {
        return value(Keyword.TIMEOUT).isPresent() ? seconds(Keyword.TIMEOUT) : unsaid.timeout();
    }

    /** A list of words, from every place around the task that gives some; one string may hold several, with commas. */
    List<String> words(Keyword keyword) {
        List<String> words = new ArrayList<>();
        for (YamlNode node : context.all(keyword)) {
            Object value = variables.plain(node);
            for (Object one : value instanceof List<?> list ? list : Collections.singletonList(value)) {
                if (one != null && one != Omit.TOKEN && !Python.str(one).isEmpty()) {
                    words.add(Python.str(one));
                }
            }
        }
        return words;
    }

    /** {@code environment}, inner places over outer ones. */
    Map<String, String> environment() {
        Map<String, String> merged = new LinkedHashMap<>();
        for (YamlNode node : context.all(Keyword.ENVIRONMENT)) {
            merge(variables.plain(node), node.at(), merged);
        }
        return merged;
    }

    private static void merge(@Nullable Object value, Position at, Map<String, String> into) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((name, text) -> into.put(variableName(name, at), Python.str(text)));
            case List<?> list -> list.forEach(item -> merge(item, at, into));
            case null -> {}
            default -> {
                if (value != Omit.TOKEN && !Python.str(value).isEmpty()) {
                    throw new TemplateException(
                            Problem.of("'environment' takes a mapping, not '" + Python.str(value) + "'")
                                    .at(at));
                }
            }
        }
    }

    /** Only these can be exported by a POSIX shell; and nothing else can slip into a script by this way. */
    private static String variableName(@Nullable Object name, Position at) {
        String text = Python.str(name);
        if (!ENVIRONMENT_NAME.matcher(text).matches()) {
            throw new TemplateException(Problem.of("'" + text + "' is not a name for an environment variable")
                    .at(at));
        }
        return text;
    }

    Optional<Object> value(Keyword keyword) {
        return context.nearest(keyword).map(variables::plain).filter(value -> value != Omit.TOKEN);
    }

    private Position at(Keyword keyword) {
        return context.nearest(keyword).map(YamlNode::at).orElse(at);
    }
}
