package io.slipway.cli.line;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An option as it is declared.
 *
 * @param names with their dashes
 * @param label of its value; empty when it takes none
 * @param repeated whether each one given counts, not only the last
 */
record Option(List<String> names, String label, boolean repeated, String help, Effect effect) {

    /** What an option that was read does. */
    sealed interface Effect {

        /** Keeps the value, or for an option without one the option itself. */
        record Keep(Consumer<String> value) implements Effect {}

        /** Something else is done than the command, such as showing its help. */
        record Instead(Function<Syntax, Action> what) implements Effect {}
    }

    boolean takesValue() {
        return !label.isEmpty();
    }

    /** The letter of a single dash, or the first name. */
    String shortest() {
        for (String name : names) {
            if (isLetter(name)) {
                return name;
            }
        }
        return names.getFirst();
    }

    static boolean isLetter(String name) {
        return name.length() == 2;
    }

    /** Letters and words in one alphabet, a small letter before its capital. */
    String order() {
        String bare = shortest().replaceFirst("^-+", "");
        return bare.toLowerCase(Locale.ROOT) + (bare.equals(bare.toLowerCase(Locale.ROOT)) ? " 0" : " 1");
    }
}
