package io.slipway.common.template;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ansible's filters {@code to_datetime} and {@code strftime}, and its global {@code now}. */
final class TimeFilters {

    /** Years 0 to 9999: beyond, formats have no room. */
    private static final double EARLIEST = -62_167_219_200.0;

    private static final double LATEST = 253_402_300_799.0;

    private TimeFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter(
                        "to_datetime",
                        "format?",
                        (v, a, c) -> TimeParser.parse(
                                TextFilters.needString(v, "to_datetime"), a.text("format", "%Y-%m-%d %H:%M:%S")))
                .filter(
                        "strftime",
                        "second? utc?",
                        (v, a, c) -> strftime(TextFilters.needString(v, "strftime"), a, c.clock()));
    }

    private static String strftime(String format, Arguments args, Clock clock) {
        ZoneId zone = args.flag("utc", false) ? ZoneOffset.UTC : ZoneId.systemDefault();
        ZonedDateTime when = instant(args.any("second"), clock).atZone(zone);
        String name = zone.equals(ZoneOffset.UTC) ? "GMT" : zone.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
        return TimeFormat.print(format, when.toLocalDateTime(), when.getOffset(), name);
    }

    private static Instant instant(@Nullable Object second, Clock clock) {
        if (second == null) {
            return clock.instant();
        }
        double epoch;
        try {
            epoch = second instanceof String text ? Double.parseDouble(text.strip()) : Numbers.asDouble(second);
        } catch (NumberFormatException e) {
            throw TemplateException.of("Invalid value for epoch value (" + second + ")");
        }
        if (!(epoch >= EARLIEST && epoch <= LATEST)) {
            throw TemplateException.of("Invalid value for epoch value (" + Python.str(second) + ")");
        }
        return Instant.ofEpochSecond((long) Math.floor(epoch));
    }

    /** {@code now(utc=false, fmt=none)}. */
    static Callable now(Clock clock) {
        Signature signature = Signature.of("utc? fmt?");
        return (List<@Nullable Object> positional, Map<String, @Nullable Object> named) -> {
            Arguments args = signature.bind("now()", positional, named);
            ZoneId zone = args.flag("utc", false) ? ZoneOffset.UTC : ZoneId.systemDefault();
            LocalDateTime time = LocalDateTime.ofInstant(clock.instant(), zone).truncatedTo(ChronoUnit.MICROS);
            PyDateTime now = new PyDateTime(time, null);
            return Python.truthy(args.any("fmt")) ? now.printed(args.string("fmt")) : now;
        };
    }
}
