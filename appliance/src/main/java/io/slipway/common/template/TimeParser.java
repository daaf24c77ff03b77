package io.slipway.common.template;

import io.slipway.common.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads times by a format, as Python's {@code datetime.strptime} does in the C locale. */
final class TimeParser {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Map<Character, String> PATTERNS = Map.ofEntries(
            Map.entry('d', "3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]"),
            Map.entry('f', "[0-9]{1,6}"),
            Map.entry('H', "2[0-3]|[0-1]\\d|\\d"),
            Map.entry('I', "1[0-2]|0[1-9]|[1-9]"),
            Map.entry('j', "36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]"),
            Map.entry('m', "1[0-2]|0[1-9]|[1-9]"),
            Map.entry('M', "[0-5]\\d|\\d"),
            Map.entry('S', "6[0-1]|[0-5]\\d|\\d"),
            Map.entry('w', "[0-6]"),
            Map.entry('u', "[1-7]"),
            Map.entry('y', "\\d\\d"),
            Map.entry('Y', "\\d\\d\\d\\d"),
            Map.entry('z', "[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d)?|(?-i:Z)"),
            Map.entry('Z', "utc|gmt"),
            Map.entry('A', "monday|tuesday|wednesday|thursday|friday|saturday|sunday"),
            Map.entry('a', "mon|tue|wed|thu|fri|sat|sun"),
            Map.entry('B', "january|february|march|april|may|june|july|august|september|october|november|december"),
            Map.entry('b', String.join("|", MONTHS)),
            Map.entry('p', "am|pm"));

    private final Map<Character, String> found = new HashMap<>();

    private TimeParser() {}

    static PyDateTime parse(String text, String format) {
        TimeParser parser = new TimeParser();
        StringBuilder pattern = new StringBuilder();
        parser.translate(format, pattern);
        Matcher matcher =
                Pattern.compile(pattern.toString(), Pattern.CASE_INSENSITIVE).matcher(new WatchedText(text));
        if (!matcher.lookingAt()) {
            throw TemplateException.of(
                    "time data " + Python.repr(text) + " does not match format " + Python.repr(format));
        }
        if (matcher.end() < text.length()) {
            throw TemplateException.of("unconverted data remains: " + text.substring(matcher.end()));
        }
        parser.found.replaceAll((letter, group) -> matcher.group("g" + (int) letter));
        try {
            return parser.time();
        } catch (DateTimeException e) {
            throw new TemplateException(
                    Problem.of("'" + text + "' is no time").because(String.valueOf(e.getMessage())), e);
        }
    }

    private void translate(String format, StringBuilder pattern) {
        String loose = format.replaceAll("\\s+", " ");
        for (int i = 0; i < loose.length(); i++) {
            char c = loose.charAt(i);
            if (c == ' ') {
                pattern.append("\\s+");
            } else if (c != '%') {
                pattern.append(Pattern.quote(String.valueOf(c)));
            } else if (++i == loose.length()) {
                throw TemplateException.of("stray %% in format '" + format + "'");
            } else {
                directive(loose.charAt(i), format, pattern);
            }
        }
    }

    private void directive(char letter, String format, StringBuilder pattern) {
        String longer = "cxX".indexOf(letter) >= 0 ? TimeFormat.expanded(letter).replace("%e", "%d") : "";
        if (letter == '%') {
            pattern.append('%');
        } else if (!longer.isEmpty()) {
            translate(longer, pattern);
        } else if (!PATTERNS.containsKey(letter)) {
            throw TemplateException.of("'" + letter + "' is a bad directive in format '" + format + "'");
        } else if (found.put(letter, "") != null) {
            throw TemplateException.of("'%" + letter + "' stands more than once in format '" + format + "'");
        } else {
            pattern.append("(?<g")
                    .append((int) letter)
                    .append('>')
                    .append(PATTERNS.get(letter))
                    .append(')');
        }
    }

    private PyDateTime time() {
        int year = found.containsKey('Y') ? number('Y', 0) : found.containsKey('y') ? century(number('y', 0)) : 1900;
        LocalDate date = found.containsKey('j') && !found.containsKey('d')
                ? LocalDate.ofYearDay(year, number('j', 1))
                : LocalDate.of(year, month(), number('d', 1));
        String fraction = found.getOrDefault('f', "");
        int micros = fraction.isEmpty() ? 0 : Integer.parseInt((fraction + "00000").substring(0, 6));
        return new PyDateTime(
                LocalDateTime.of(date, LocalTime.of(hour(), number('M', 0), number('S', 0), micros * 1000)), offset());
    }

    private int number(char letter, int otherwise) {
        String text = found.get(letter);
        return text == null ? otherwise : Integer.parseInt(text.strip());
    }

    /** POSIX: two digits are of the years from 1969 to 2068. */
    private static int century(int year) {
        return year + (year <= 68 ? 2000 : 1900);
    }

    private int month() {
        String name = found.containsKey('b') ? found.get('b') : found.get('B');
        return name == null
                ? number('m', 1)
                : 1 + MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT));
    }

    private int hour() {
        if (!found.containsKey('I')) {
            return number('H', 0);
        }
        return number('I', 0) % 12 + ("pm".equalsIgnoreCase(found.get('p')) ? 12 : 0);
    }

    private @Nullable ZoneOffset offset() {
        String text = found.get('z');
        if (text == null) {
            return null;
        }
        return text.equals("Z") ? ZoneOffset.UTC : ZoneOffset.of(text.contains(":") ? text : withColons(text));
    }

    private static String withColons(String text) {
        String minutes = text.substring(0, 3) + ":" + text.substring(3, 5);
        return text.length() > 5 ? minutes + ":" + text.substring(5) : minutes;
    }
}
