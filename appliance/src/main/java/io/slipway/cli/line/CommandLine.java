package io.slipway.cli.line;

import io.slipway.common.NearMiss;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads words as getopt does: {@code --name value}, {@code --name=value}, {@code -n value}, {@code -nvalue}, {@code -abc}, options and
 * operands in any order, and after {@code --} nothing but operands.
 */
public final class CommandLine {

    private static final String END_OF_OPTIONS = "--";

    private Syntax syntax;
    private Action action;
    private final Iterator<String> words;
    private final List<String> operands = new ArrayList<>();

    private CommandLine(Syntax syntax, Command command, List<String> words) {
        this.syntax = syntax;
        this.action = command.declare(syntax);
        this.words = words.iterator();
    }

    /**
     * What the words ask for.
     *
     * @param root of the program itself
     * @throws LineException for the first word that makes no sense
     */
    public static Action read(Syntax root, Command program, List<String> words) {
        return new CommandLine(root, program, words).read();
    }

    private Action read() {
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals(END_OF_OPTIONS)) {
                words.forEachRemaining(operands::add);
            } else if (word.length() > 1 && word.startsWith("-")) {
                Optional<Action> instead = word.startsWith("--") ? name(word) : letters(word);
                if (instead.isPresent()) {
                    return instead.get();
                }
            } else if (syntax.commands().isEmpty()) {
                operands.add(word);
            } else {
                enter(word);
            }
        }
        distribute();
        return action;
    }

    private void enter(String word) {
        Syntax.Subcommand named = syntax.commands().stream()
                .filter(command -> command.names().contains(word))
                .findFirst()
                .orElseThrow(() -> syntax.mistake("Unknown command: '" + word + "'", NearMiss.hint(word, names())));
        syntax = syntax.within(named);
        action = named.command().declare(syntax);
    }

    private List<String> names() {
        return syntax.commands().stream()
                .flatMap(command -> command.names().stream())
                .toList();
    }

    private Optional<Action> name(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option option = known(name);
        if (option.takesValue()) {
            return taken(option, equals < 0 ? next(name, option) : word.substring(equals + 1));
        }
        if (equals >= 0) {
            throw syntax.mistake("Option '" + name + "' takes no value", "");
        }
        return taken(option, "");
    }

    /** Flags may share a dash; what follows an option that takes a value is the value. */
    private Optional<Action> letters(String word) {
        for (int i = 1; i < word.length(); i++) {
            String name = "-" + word.charAt(i);
            Option option = known(name);
            if (option.takesValue()) {
                String rest = word.substring(i + 1);
                return taken(
                        option, rest.isEmpty() ? next(name, option) : rest.startsWith("=") ? rest.substring(1) : rest);
            }
            Optional<Action> instead = taken(option, "");
            if (instead.isPresent()) {
                return instead;
            }
        }
        return Optional.empty();
    }

    private Option known(String name) {
        Option option = syntax.byName().get(name);
        if (option == null) {
            throw syntax.mistake(
                    "Unknown option: '" + name + "'",
                    NearMiss.hint(name, syntax.byName().keySet()));
        }
        return option;
    }

    /** A word that is an option itself is no value: the value was forgotten. */
    private String next(String name, Option option) {
        String asked = "option '" + name + "' (" + option.label() + ")";
        if (!words.hasNext()) {
            throw syntax.mistake("Missing value for " + asked, "");
        }
        String value = words.next();
        if (value.startsWith("-") && syntax.byName().containsKey(value.replaceFirst("=.*", ""))) {
            throw syntax.mistake("Expected a value for " + asked + " but found '" + value + "'", "");
        }
        return value;
    }

    private Optional<Action> taken(Option option, String value) {
        return option.effect().of(value, syntax);
    }

    private void distribute() {
        int at = 0;
        for (Operand operand : syntax.operands()) {
            if (at == operands.size() && !operand.optional()) {
                throw syntax.mistake("Missing required parameter: '" + operand.name() + "'", "");
            }
            int end = operand.repeated() ? operands.size() : Math.min(at + 1, operands.size());
            operands.subList(at, end).forEach(operand.value());
            at = end;
        }
        if (at < operands.size()) {
            throw syntax.mistake("Too many words: '" + operands.get(at) + "'", "");
        }
    }
}
