package io.slipway.automation.inventory;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host as a source or a pattern names it, apart from its port: {@code web:2222}, {@code [fe80::1]:22}, {@code db[01:10].lab}.
 *
 * @param name may hold ranges
 * @param port empty when none is given
 */
record HostAddress(String name, Optional<Integer> port) {

    private static final Pattern IN_BRACKETS = Pattern.compile("\\[(.+)\\]:([0-9]{1,9})");
    private static final Pattern WITH_PORT = Pattern.compile("((?:[^:\\[\\]]|\\[[^\\]]*\\])*+):([0-9]{1,9})");
    private static final String NUMBERS = "\\[[0-9]+:[0-9]+(?::[0-9]+)?\\]";
    private static final String BYTE = "(?:[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5]|" + NUMBERS + ")";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
    private static final String LETTERS_OR_NUMBERS = "\\[(?:[a-zA-Z]:[a-zA-Z]|[0-9]+:[0-9]+)(?::[0-9]+)?\\]";
    private static final String LABEL =
            "(?:\\w|" + LETTERS_OR_NUMBERS + ")(?:[\\w-]|" + LETTERS_OR_NUMBERS + ")*+(?<![_-])";
    private static final Pattern NAME =
            Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final String GROUP = "(?:[0-9a-f]{1,4}|\\[[0-9a-f]+:[0-9a-f]+(?::[0-9]+)?\\])";
    private static final Pattern IPV6 = Pattern.compile(
            "(?=(?:[^:]*:){2,7})(?:" + GROUP + "(?::" + GROUP + "){7}|(?:" + GROUP + "(?::" + GROUP + "){0,6})?::(?:"
                    + GROUP + "(?::" + GROUP + "){0,6})?)",
            Pattern.CASE_INSENSITIVE);

    /** What a text says, or empty when it is no address, name or range of them. */
    static Optional<HostAddress> parse(String text) {
        Matcher bracketed = IN_BRACKETS.matcher(text);
        Matcher plain = WITH_PORT.matcher(text);
        Matcher matched = bracketed.matches() ? bracketed : plain.matches() ? plain : null;
        String name = matched == null ? text : matched.group(1);
        Optional<Integer> port = matched == null ? Optional.empty() : Optional.of(Integer.valueOf(matched.group(2)));
        return isHost(name) ? Optional.of(new HostAddress(name, port)) : Optional.empty();
    }

    private static boolean isHost(String name) {
        return NAME.matcher(name).matches()
                || IPV4.matcher(name).matches()
                || IPV6.matcher(name).matches();
    }
}
