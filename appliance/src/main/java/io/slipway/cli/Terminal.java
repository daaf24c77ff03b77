package io.slipway.cli;

import io.slipway.cli.output.BottomLine;
import io.slipway.common.Secret;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The person at the terminal, if there is one. */
final class Terminal implements VaultCommand.Person {

    private final BottomLine bottom;

    /** @param bottom is away while somebody is asked */
    Terminal(BottomLine bottom) {
        this.bottom = bottom;
    }

    @Override
    public Optional<Secret> hidden(String prompt) {
        return ask(terminal -> Optional.ofNullable(terminal.readPassword("%s", prompt))
                .map(password -> new Secret(new String(password))));
    }

    @Override
    public Optional<Secret> shown(String prompt) {
        return ask(
                terminal -> Optional.ofNullable(terminal.readLine("%s", prompt)).map(Secret::new));
    }

    /** Asks questions and hears the answers; the end of the input is no answer. Empty when nobody is there to be asked. */
    Optional<UnaryOperator<String>> answers() {
        return present().isEmpty()
                ? Optional.empty()
                : Optional.of(question -> shown(question).map(Secret::reveal).orElse(""));
    }

    private <T> Optional<T> ask(Function<java.io.Console, Optional<T>> question) {
        return present().flatMap(terminal -> bottom.whileAsking(() -> question.apply(terminal)));
    }

    @SuppressWarnings("SystemConsoleNull") // the other checker insists that it may be null
    private static Optional<java.io.Console> present() {
        java.io.Console terminal = System.console();
        return terminal == null || !terminal.isTerminal() ? Optional.empty() : Optional.of(terminal);
    }
}
