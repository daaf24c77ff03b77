package io.slipway.automation.engine.lookup;

import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one term of {@code lookup('password', …)} asks for: a path, with {@code length=…} and so on after it or given by name.
 *
 * @param alphabet what to choose from
 * @param encrypt the scheme to hash with; empty for the password itself
 * @param ident the variant of bcrypt
 */
record PasswordRequest(
        String path,
        int length,
        String alphabet,
        String encrypt,
        String ident,
        @Nullable String seed) {

    private static final int LONGEST = 100_000;
    private static final Set<String> PARAMETERS = Set.of("length", "encrypt", "chars", "ident", "seed");
    private static final Pattern WORD = Pattern.compile("(?:(\\w+)=)?(\"[^\"]*\"|'[^']*'|\\S+)");
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final String WHITESPACE = " \t\n\r\u000b\f";

    /** What Python's module {@code string} has a name for. */
    private static final Map<String, String> SETS = Map.of(
            "ascii_letters", LOWER + UPPER,
            "ascii_lowercase", LOWER,
            "ascii_uppercase", UPPER,
            "digits", DIGITS,
            "hexdigits", DIGITS + "abcdefABCDEF",
            "octdigits", "01234567",
            "punctuation", PUNCTUATION,
            "whitespace", WHITESPACE,
            "printable", DIGITS + LOWER + UPPER + PUNCTUATION + WHITESPACE);

    static PasswordRequest of(String term, Map<String, ? extends @Nullable Object> options) {
        Map<String, String> given = new LinkedHashMap<>();
        String path = path(term, given);
        Object chars = given.containsKey("chars") ? words(given.get("chars")) : listed(options.get("chars"));
        return new PasswordRequest(
                path,
                length(given.getOrDefault("length", text(options, "length", "20"))),
                alphabet((List<?>) chars),
                given.getOrDefault("encrypt", text(options, "encrypt", "")),
                given.getOrDefault("ident", text(options, "ident", "")),
                given.containsKey("seed") || options.get("seed") != null
                        ? given.getOrDefault("seed", text(options, "seed", ""))
                        : null);
    }

    private static String text(Map<String, ? extends @Nullable Object> options, String name, String otherwise) {
        Object value = options.get(name);
        return value == null ? otherwise : Python.str(value);
    }

    /** Words before the first parameter belong to the path. */
    private static String path(String term, Map<String, String> given) {
        int space = term.indexOf(' ');
        if (space < 0) {
            return term;
        }
        StringBuilder path = new StringBuilder(term.substring(0, space));
        Matcher word = WORD.matcher(term.substring(space + 1));
        while (word.find()) {
            String name = word.group(1);
            if (name == null && given.isEmpty()) {
                path.append(' ').append(word.group());
            } else if (name == null) {
                throw TemplateException.of("Unrecognized value after key=value parameters given to password lookup");
            } else if (!PARAMETERS.contains(name)) {
                throw TemplateException.of("Unrecognized parameter(s) given to password lookup: " + name);
            } else {
                given.put(name, word.group(2).replaceFirst("^([\"'])(.*)\\1$", "$2"));
            }
        }
        return path.toString();
    }

    private static int length(String text) {
        try {
            int length = Integer.parseInt(text.strip());
            if (length <= LONGEST) {
                return Math.max(length, 0);
            }
        } catch (NumberFormatException e) {
            throw TemplateException.of("'" + text + "' is no length for a password");
        }
        throw TemplateException.of("a password has at most " + LONGEST + " characters");
    }

    /** Two commas are the character. */
    private static List<String> words(@Nullable String text) {
        List<String> words = new ArrayList<>();
        if (text != null) {
            if (text.contains(",,")) {
                words.add(",");
            }
            Arrays.stream(text.replace(",,", ",").split(","))
                    .filter(word -> !word.isEmpty())
                    .forEach(words::add);
        }
        return words;
    }

    private static List<?> listed(@Nullable Object chars) {
        return switch (chars) {
            case null -> List.of("ascii_letters", "digits", ".,:-_");
            case List<?> list -> list;
            default ->
                Arrays.stream(Python.str(chars).split(",")).map(String::strip).toList();
        };
    }

    private static String alphabet(List<?> chars) {
        StringBuilder all = new StringBuilder();
        chars.forEach(spec -> all.append(SETS.getOrDefault(Python.str(spec), Python.str(spec))));
        String alphabet = all.toString().replace("\"", "").replace("'", "");
        if (alphabet.isEmpty()) {
            throw TemplateException.of("there are no characters to make a password of");
        }
        return alphabet;
    }
}
