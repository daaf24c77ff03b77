package io.slipway.cli.line;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An option as it is declared.
 *
 * @param names with their dashes
 * @param label of its value; empty when it takes none
 * @param repeated whether each one given counts, not only the last
 */
record Option(List<String> names, String label, boolean repeated, String help, Effect effect) {

    /** What happens once an option was read. */
    interface Effect {

        /**
         * @param value empty for an option that takes none
         * @param where the command that it was given to
         * @return what to do instead of the command
         */
        Optional<Action> of(String value, Syntax where);
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
        String name = shortest();
        String bare = name.substring(name.startsWith("--") ? 2 : 1);
        return bare.toLowerCase(Locale.ROOT) + (bare.equals(bare.toLowerCase(Locale.ROOT)) ? " 0" : " 1");
    }
}
