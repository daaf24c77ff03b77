package io.slipway.cli.line;

import java.util.function.Consumer;

/**
 * A word that is neither an option nor a command.
 *
 * @param shown its name as help shows it: {@code PLAYBOOK...} for one or more, {@code [GROUP]} for one or none, {@code [FILE...]} for any
 */
record Operand(String shown, String help, Consumer<String> value) {

    boolean optional() {
        return shown.startsWith("[");
    }

    boolean repeated() {
        return shown.contains("...");
    }

    String name() {
        return shown.replace("[", "").replace("]", "").replace("...", "");
    }
}
