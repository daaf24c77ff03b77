package io.slipway.mirror.apt;

import java.util.List;

/**
 * What of an archive is taken beside binary packages.
 *
 * @param sources source packages, for {@code apt source}
 * @param contents which package has which file, for {@code apt-file}
 * @param dep11 what software centres show
 * @param commands what command-not-found knows
 * @param installer what Debian's installer is made of and asks for: its own packages (udebs), all of them
 * @param languages of translated descriptions, such as {@code en}
 */
public record Extras(
        boolean sources, boolean contents, boolean dep11, boolean commands, boolean installer, List<String> languages) {

    public static final Extras NONE = new Extras(false, false, false, false, false, List.of());

    public Extras {
        languages = List.copyOf(languages);
    }
}
