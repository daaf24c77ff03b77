package io.slipway.cli;

import io.slipway.common.Secret;
import java.util.Optional;

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
}
