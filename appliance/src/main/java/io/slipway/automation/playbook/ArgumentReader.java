package io.slipway.automation.playbook;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the arguments of an action in all the forms that they can be written in, and checks their names. */
final class ArgumentReader {

    /** The argument under which free-form text goes. */
    static final String RAW = "_raw_params";

    /** The argument for a template that yields all arguments at once. */
    static final String TEMPLATE = "_variable_params";

    private final Load load;

    ArgumentReader(Load load) {
        this.load = load;
    }

    record Action(String name, Map<String, YamlNode> arguments) {}

    /** {@code args:}, a mapping or a template of one. */
    Map<String, YamlNode> ofArgs(String action, YamlNode value, Trail trail) {
        return value instanceof YamlNode.Mapping mapping ? checked(action, mapping, trail) : Map.of(TEMPLATE, value);
    }

    /** What follows the name of a module. */
    Map<String, YamlNode> ofModule(YamlNode.Entry entry, Trail trail) {
        return switch (entry.value()) {
            case YamlNode.Mapping mapping -> checked(entry.name(), mapping, trail);
            case YamlNode.Scalar scalar when scalar.value() == null -> Map.of();
            case YamlNode.Scalar scalar
            when scalar.value() instanceof String -> ofText(entry.name(), scalar, scalar.text(), trail);
            case YamlNode.Scalar scalar -> {
                load.report(
                        Problem.of("'" + entry.name() + "' takes text or a mapping, not " + scalar.kind())
                                .at(scalar.at())
                                .hint("quote it: \"" + scalar.text() + "\""),
                        trail);
                yield Map.of();
            }
            case YamlNode.Sequence list -> {
                load.report(
                        Problem.of("'" + entry.name() + "' takes text or a mapping, not a list")
                                .at(list.at())
                                .hint("write its arguments as 'name: value', without dashes"),
                        trail);
                yield Map.of();
            }
        };
    }

    /** {@code action: copy src=a}, or {@code action: {module: copy, src: a}}. */
    Optional<Action> ofActionKeyword(Keyword keyword, YamlNode value, Trail trail) {
        if (value instanceof YamlNode.Scalar scalar && scalar.value() instanceof String text) {
            return ofWords(text, scalar, trail);
        }
        if (value instanceof YamlNode.Mapping mapping
                && mapping.get("module").orElse(null) instanceof YamlNode.Scalar name) {
            return ofWords(name.text(), name, trail).map(action -> withBeside(action, mapping, trail));
        }
        load.report(
                Problem.of("'" + keyword.yaml()
                                + "' takes a module and its arguments, as text or as a mapping with 'module'")
                        .at(value.at()),
                trail);
        return Optional.empty();
    }

    /** The arguments that stand beside {@code module:}, and those in an {@code args} among them. */
    private Action withBeside(Action action, YamlNode.Mapping mapping, Trail trail) {
        Map<String, YamlNode> all = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!entry.name().equals("module") && !entry.name().equals("args")) {
                check(action.name, entry.name(), entry.key().at(), trail);
                all.put(entry.name(), entry.value());
            }
        }
        all.putAll(action.arguments);
        mapping.get("args")
                .ifPresent(args -> all.putAll(
                        args instanceof YamlNode.Scalar text && text.value() instanceof String
                                ? ofText(action.name, text, text.text(), trail)
                                : ofArgs(action.name, args, trail)));
        return new Action(action.name, all);
    }

    private Optional<Action> ofWords(String text, YamlNode.Scalar written, Trail trail) {
        String stripped = text.strip();
        int end = 0;
        while (end < stripped.length() && !Character.isWhitespace(stripped.charAt(end))) {
            end++;
        }
        String name = stripped.substring(0, end);
        if (name.isEmpty() || !load.knows(name)) {
            load.report(
                    Problem.of("unknown module '" + name + "'")
                            .at(written.at())
                            .hint(NearMiss.hint(name, List.copyOf(load.modules.all()))),
                    trail);
            return Optional.empty();
        }
        String rest = stripped.substring(end).strip();
        return Optional.of(new Action(name, rest.isEmpty() ? Map.of() : ofText(name, written, rest, trail)));
    }

    private Map<String, YamlNode> ofText(String action, YamlNode.Scalar written, String text, Trail trail) {
        if (!written.tag().isEmpty()) {
            return Map.of(RAW, written);
        }
        Map<String, YamlNode> all = new LinkedHashMap<>();
        try {
            OneLine line = OneLine.parse(text, Actions.command(action));
            line.options().forEach((name, value) -> {
                check(action, name, written.at(), trail);
                all.put(name, YamlNode.Scalar.of(value, written.at()));
            });
            if (!line.rest().isEmpty()) {
                YamlNode.Scalar rest = YamlNode.Scalar.of(line.rest(), written.at());
                if (load.freeForm(action)) {
                    all.put(RAW, rest);
                } else if (Templates.in(rest)) {
                    all.put(TEMPLATE, rest);
                } else {
                    load.report(notFreeForm(action, rest), trail);
                }
            }
        } catch (OneLine.UnbalancedException e) {
            load.report(
                    Problem.of("cannot split the arguments of '" + action + "'")
                            .at(written.at())
                            .because(e.what())
                            .hint("write the arguments as a mapping, or quote the whole line"),
                    trail);
        }
        return all;
    }

    private static Problem notFreeForm(String action, YamlNode.Scalar rest) {
        return Problem.of("'" + action + "' takes no free-form text, but got '" + abbreviated(rest.text()) + "'")
                .at(rest.at())
                .hint("give its arguments as 'name: value' or 'name=value'");
    }

    private static String abbreviated(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() > 60 ? line.substring(0, 57) + "..." : line;
    }

    private Map<String, YamlNode> checked(String action, YamlNode.Mapping mapping, Trail trail) {
        Map<String, YamlNode> all = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            check(action, entry.name(), entry.key().at(), trail);
            all.put(entry.name(), entry.value());
        }
        return all;
    }

    /** Refuses what the action does not take. */
    private void check(String action, String name, Position at, Trail trail) {
        boolean special = name.equals(TEMPLATE) || (name.equals(RAW) && load.freeForm(action));
        load.arguments(action)
                .filter(known -> !special && !known.contains(name))
                .ifPresent(known -> load.report(unknownArgument(action, name, at, known), trail));
    }

    /** Refuses a command that is given twice. */
    void checkCommand(String action, Map<String, YamlNode> given, Position at, Trail trail) {
        if (given.containsKey("cmd") && given.containsKey(RAW) && Actions.command(action)) {
            load.report(
                    Problem.of("'" + action + "' got its command twice: as 'cmd' and as free-form text")
                            .at(at),
                    trail);
        }
    }

    private static Problem unknownArgument(String action, String name, Position at, List<String> known) {
        Problem problem =
                Problem.of("'" + action + "' has no argument '" + name + "'").at(at);
        Optional<String> near = NearMiss.of(name, known);
        if (Keyword.of(name).filter(k -> k.allowedIn(Keyword.Place.TASK)).isPresent() || name.startsWith("with_")) {
            return problem.because("'" + name + "' is a keyword of the task")
                    .hint("its indentation is off: it must stand under '" + action
                            + "' at the same column, not inside it");
        }
        return near.map(argument -> problem.hint("did you mean '" + argument + "'?"))
                .orElseGet(() -> known.isEmpty()
                        ? problem
                        : problem.because("it takes "
                                + String.join(", ", known.stream().sorted().toList())));
    }
}
