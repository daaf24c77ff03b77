package io.slipway.automation.engine;

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
}
