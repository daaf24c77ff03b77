package io.slipway.automation.engine;

import java.util.Optional;

/** The person at the terminal, if there is one. */
public interface Prompter {

    Prompter NOBODY = new Prompter() {
        @Override
        public boolean present() {
            return false;
        }

        @Override
        public String ask(String question, boolean hidden) {
            return "";
        }

        @Override
        public void say(String text) {
            // nobody hears it
        }
    };

    boolean present();

    /** @param hidden whether the answer must not be seen */
    String ask(String question, boolean hidden);

    void say(String text);

    /** As {@link #ask}, aloud; empty at the end of what the person types. */
    default Optional<String> line(String question) {
        return present() ? Optional.of(ask(question, false)) : Optional.empty();
    }
}
