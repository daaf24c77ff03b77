package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.common.Problem;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The times that a task wants for a file.
 *
 * @param modification {@code preserve}, {@code now}, or a time as {@code date -d} reads it, in the node's time zone
 * @param access the same
 */
record FileTimes(String modification, String access) {

    /** Ansible's usual format. */
    static final String FORMAT = "%Y%m%d%H%M.%S";

    private static final Map<Character, String> DIRECTIVES = Map.ofEntries(
            Map.entry('Y', "uuuu"),
            Map.entry('y', "uu"),
            Map.entry('m', "MM"),
            Map.entry('d', "dd"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('p', "a"),
            Map.entry('b', "MMM"),
            Map.entry('B', "MMMM"),
            Map.entry('j', "DDD"),
            Map.entry('%', "'%'"));

    static FileTimes of(Arguments a) {
        String usual = a.text("state").filter("touch"::equals).isPresent() ? "now" : "preserve";
        return new FileTimes(time(a, "modification_time", usual), time(a, "access_time", usual));
    }

    private static String time(Arguments a, String name, String usual) {
        String text = a.text(name).orElse(usual);
        if (text.equals("now") || text.equals("preserve")) {
            return text;
        }
        String format = a.string(name + "_format");
        try {
            return LocalDateTime.parse(text, formatter(format))
                    .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new ModuleFailure(
                    Problem.of("Error while obtaining timestamp for time " + text + " using format " + format)
                            .because(String.valueOf(e.getMessage())),
                    e);
        }
    }

    /** What the format does not say is the beginning of 1900, as in C. */
    private static DateTimeFormatter formatter(String format) {
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern(format))
                .parseDefaulting(ChronoField.YEAR, 1900)
                .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                .toFormatter(Locale.ENGLISH);
    }

    private static String pattern(String format) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                String directive = DIRECTIVES.get(format.charAt(++i));
                if (directive == null) {
                    throw new IllegalArgumentException("%" + format.charAt(i) + " is not supported");
                }
                pattern.append(directive);
            } else {
                pattern.append(c == '\'' ? "''" : "'" + c + "'");
            }
        }
        return pattern.toString();
    }

    /** Whether there is anything to do about times. */
    boolean given() {
        return !modification.equals("preserve") || !access.equals("preserve");
    }

    /** Has the probe work out what the times are in seconds: {@code mtime}, {@code atime} and {@code now}. */
    String script() {
        return given()
                ? "say now \"$(date +%s.%N)\"\n" + seconds("mtime", modification) + seconds("atime", access)
                : ":\n";
    }

    private static String seconds(String field, String time) {
        return time.equals("now") || time.equals("preserve")
                ? ""
                : "say " + field + " \"$(date -d " + Script.quote(time) + " +%s)\"\n";
    }

    /** Whether the file's times are others; tells two maps which. */
    boolean describe(
            Status status, FoundPath found, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        if (!given()) {
            return false;
        }
        double mtime = wanted("mtime", modification, status.mtime(), found);
        double atime = wanted("atime", access, status.atime(), found);
        if (mtime != status.mtime()) {
            before.put("mtime", status.mtime());
            after.put("mtime", mtime);
        }
        if (atime != status.atime()) {
            before.put("atime", status.atime());
            after.put("atime", atime);
        }
        return mtime != status.mtime() || atime != status.atime();
    }

    private static double wanted(String field, String time, double is, FoundPath found) {
        return switch (time) {
            case "preserve" -> is;
            case "now" -> found.extra("now").map(Double::valueOf).orElse(is);
            default -> found.extra(field).map(Double::valueOf).orElse(is);
        };
    }

    /** Shell commands that set the times of {@code $q}. */
    String touch(FoundPath found) {
        return touch("-m", modification, found.extra("mtime").orElse(""))
                + touch("-a", access, found.extra("atime").orElse(""));
    }

    private static String touch(String option, String time, String seconds) {
        String when = time.equals("now") ? "" : " -d @" + seconds;
        return time.equals("preserve")
                ? ""
                : "e=$(LC_ALL=C touch -c " + option + when
                        + " -- \"$q\" 2>&1) || fail \"Error while updating modification or access time: ${e##*: }\"\n";
    }
}
