package io.slipway.cli.line;

import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Which words a command takes. Names of options are written as help shows them: {@code "-i, --inventory"}. A command within another
 * takes the options of that one as well.
 */
public final class Syntax {

    /** A command within this one; {@code names} with aliases. */
    record Subcommand(List<String> names, String summary, Command command) {}

    private final String path;
    private final String summary;
    private final Map<String, Option> byName = new LinkedHashMap<>();
    private final List<Operand> operands = new ArrayList<>();
    private final List<Subcommand> commands = new ArrayList<>();
    private String footer = "";

    /** @param path the words that lead here, such as {@code slipway lab up} */
    public Syntax(String path, String summary) {
        this.path = path;
        this.summary = summary;
    }

    /** An option without a value. */
    public Given<Boolean> flag(String names, String help) {
        Given<Boolean> given = new Given<>();
        add(names, "", false, help, keep(text -> given.add(true)));
        return given;
    }

    public Given<String> option(String names, String label, String help) {
        return option(names, label, Reading.TEXT, help);
    }

    public <T> Given<T> option(String names, String label, Reading<T> reading, String help) {
        return option(names, label, false, reading, help);
    }

    /** An option that may be given several times, and then each time counts. */
    public Given<String> options(String names, String label, String help) {
        return option(names, label, true, Reading.TEXT, help);
    }

    /** An option with values between commas, that may be given several times. */
    public Given<String> listed(String names, String label, String help) {
        Given<String> given = new Given<>();
        String many = label + "[," + label + "...]";
        add(names, many, true, help, keep(text -> List.of(text.split(",")).forEach(given::add)));
        return given;
    }

    private <T> Given<T> option(String names, String label, boolean repeated, Reading<T> reading, String help) {
        Given<T> given = new Given<>();
        String first = names.split(", ")[0];
        add(names, label, repeated, help, keep(text -> given.add(read(text, first, reading))));
        return given;
    }

    /** An option that stands for an action of its own, for whichever command it is given to. */
    public void instead(String names, String help, Function<Syntax, Action> action) {
        add(names, "", false, help, (text, where) -> Optional.of(action.apply(where)));
    }

    private static Option.Effect keep(Consumer<String> value) {
        return (text, where) -> {
            value.accept(text);
            return Optional.empty();
        };
    }

    private void add(String names, String label, boolean repeated, String help, Option.Effect effect) {
        Option option = new Option(List.of(names.split(", ")), label, repeated, help, effect);
        option.names().forEach(name -> byName.put(name, option));
    }

    /** @param shown {@code NAME}, {@code NAME...} for one or more, {@code [NAME]} for one or none, {@code [NAME...]} for any number */
    public Given<String> operand(String shown, String help) {
        return operand(shown, Reading.TEXT, help);
    }

    public <T> Given<T> operand(String shown, Reading<T> reading, String help) {
        Given<T> given = new Given<>();
        operands.add(new Operand(shown, help, text -> given.add(read(text, shown, reading))));
        return given;
    }

    /** @param names the usual one first, then aliases */
    public void command(String names, String about, Command command) {
        commands.add(new Subcommand(List.of(names.split(", ")), about, command));
    }

    /** What help says below everything else. */
    public void footer(String text) {
        footer = text;
    }

    Syntax within(Subcommand subcommand) {
        Syntax inner = new Syntax(path + " " + subcommand.names().getFirst(), subcommand.summary());
        inner.byName.putAll(byName);
        return inner;
    }

    private <T> T read(String text, String where, Reading<T> reading) {
        return reading.read()
                .apply(text)
                .orElseThrow(() ->
                        mistake("Invalid value for " + where + ": '" + text + "' is not " + reading.expected(), ""));
    }

    LineException mistake(String what, String nearest) {
        return new LineException(Problem.of(what).hint((nearest + " see " + path + " --help").strip()));
    }

    String path() {
        return path;
    }

    String summary() {
        return summary;
    }

    Map<String, Option> byName() {
        return byName;
    }

    List<Operand> operands() {
        return operands;
    }

    List<Subcommand> commands() {
        return commands;
    }

    String footer() {
        return footer;
    }
}
