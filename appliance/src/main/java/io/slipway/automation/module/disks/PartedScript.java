package io.slipway.automation.module.disks;

import io.slipway.automation.module.ModuleFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Commands for parted, which takes each word of its command line apart again: where a blank may be, there have to be quotes. */
final class PartedScript {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.+-]+(\\([A-Za-z0-9]+\\))?");

    private final List<String> words = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();

    PartedScript add(String... more) {
        words.addAll(List.of(more));
        shown.addAll(List.of(more));
        return this;
    }

    /** A word that may hold anything. */
    PartedScript quoted(String text) {
        words.add('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        shown.add("'\"" + text + "\"'");
        return this;
    }

    /** @throws ModuleFailure when it is more than a word, which parted would take for further commands */
    static String plain(String option, String word) {
        if (!PLAIN.matcher(word).matches()) {
            throw new ModuleFailure("'" + word + "' is nothing that parted knows for " + option);
        }
        return word;
    }

    /** Puts the unit first, if there is anything to be done. */
    void inUnit(String unit) {
        if (!isEmpty()) {
            words.addAll(0, List.of("unit", unit));
            shown.addAll(0, List.of("unit", unit));
        }
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    List<String> words() {
        return words;
    }

    String shown() {
        return String.join(" ", shown);
    }
}
