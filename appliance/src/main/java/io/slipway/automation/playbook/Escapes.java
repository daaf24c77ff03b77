package io.slipway.automation.playbook;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The backslash escapes of one-line arguments, those of a Python string. What is no escape stays as it is. */
final class Escapes {

    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|N\\{([^}]+)\\}|([\\\\'\"abfnrtv]))");

    private Escapes() {}

    static String decode(String text) {
        return text.indexOf('\\') < 0
                ? text
                : ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match)));
    }

    private static String character(MatchResult match) {
        for (int group = 1; group <= 3; group++) {
            if (match.group(group) != null) {
                int point = Integer.parseUnsignedInt(match.group(group), 16);
                return Character.isValidCodePoint(point) ? Character.toString(point) : match.group();
            }
        }
        if (match.group(4) != null) {
            return named(match);
        }
        return switch (match.group(5).charAt(0)) {
            case 'a' -> "\u0007";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'v' -> "\u000b";
            default -> match.group(5);
        };
    }

    private static String named(MatchResult match) {
        try {
            return Character.toString(Character.codePointOf(match.group(4)));
        } catch (IllegalArgumentException noSuchName) {
            return match.group();
        }
    }
}
