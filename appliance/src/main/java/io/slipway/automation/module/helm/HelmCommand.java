package io.slipway.automation.module.helm;

import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Words;
import java.util.ArrayList;
import java.util.List;

/** Words for helm: as the shell of the node takes them, and as people read them. */
final class HelmCommand {

    private final List<String> quoted = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();

    static HelmCommand of(String... words) {
        return new HelmCommand().add(words);
    }

    HelmCommand add(String... words) {
        for (String word : words) {
            quoted.add(Script.quote(word));
            shown.add(word);
        }
        return this;
    }

    /** A path as playbooks write it: the node expands {@code ~} and {@code $NAME}. */
    HelmCommand addPath(String path) {
        quoted.add(Words.expanding(path));
        shown.add(path);
        return this;
    }

    HelmCommand addAll(HelmCommand more) {
        quoted.addAll(more.quoted);
        shown.addAll(more.shown);
        return this;
    }

    HelmCommand addIf(boolean wanted, String... words) {
        return wanted ? add(words) : this;
    }

    String script() {
        return String.join(" ", quoted);
    }

    /** @param binary the program that the node found */
    String shown(String binary) {
        return (binary + " " + Words.shown(shown)).strip();
    }
}
