package io.slipway.cli;

import io.slipway.automation.engine.Prompter;
import io.slipway.common.Secret;
import java.util.Optional;

/** Asks for variables at the terminal: {@code vars_prompt}. */
final class AskAtTerminal implements Prompter {

    private final Terminal terminal;
    private final Console console;

    AskAtTerminal(Terminal terminal, Console console) {
        this.terminal = terminal;
        this.console = console;
    }

    @Override
    public boolean present() {
        return terminal.answers().isPresent();
    }

    @Override
    public String ask(String question, boolean hidden) {
        Optional<Secret> answer = hidden ? terminal.hidden(question) : terminal.shown(question);
        return answer.map(Secret::reveal).orElse("");
    }

    @Override
    public Optional<String> line(String question) {
        return terminal.shown(question).map(Secret::reveal);
    }

    @Override
    public void say(String text) {
        console.line(text);
    }
}
