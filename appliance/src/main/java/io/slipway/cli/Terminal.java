package io.slipway.cli;

import io.slipway.common.Secret;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The person at the terminal, if there is one. */
final class Terminal implements VaultCommand.Person {

    @Override
    @SuppressWarnings("SystemConsoleNull") // the other checker insists that it may be null
    public Optional<Secret> hidden(String prompt) {
        java.io.Console terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            return Optional.empty();
        }
        char[] password = terminal.readPassword("%s", prompt);
        return password == null ? Optional.empty() : Optional.of(new Secret(new String(password)));
    }

    @Override
    @SuppressWarnings("SystemConsoleNull")
    public Optional<Secret> shown(String prompt) {
        java.io.Console terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            return Optional.empty();
        }
        return Optional.ofNullable(terminal.readLine("%s", prompt)).map(Secret::new);
    }

    /** Asks questions and hears the answers; the end of the input is no answer. Empty when nobody is there to be asked. */
    @SuppressWarnings("SystemConsoleNull")
    Optional<UnaryOperator<String>> answers() {
        java.io.Console terminal = System.console();
        return terminal == null || !terminal.isTerminal()
                ? Optional.empty()
                : Optional.of(question -> {
                    String answer = terminal.readLine("%s", question);
                    return answer == null ? "" : answer;
                });
    }
}
