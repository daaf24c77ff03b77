package io.slipway.common.template;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code datetime.datetime}.
 *
 * @param offset of a time that knows its own; one that does not counts as the time of this machine
 */
record PyDateTime(LocalDateTime time, @Nullable ZoneOffset offset) implements PyObject {

    private static final List<String> NAMES = List.of(
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "microsecond",
            "strftime",
            "isoformat",
            "timestamp",
            "weekday",
            "isoweekday",
            "date");

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "year" -> (long) time.getYear();
            case "month" -> (long) time.getMonthValue();
            case "day" -> (long) time.getDayOfMonth();
            case "hour" -> (long) time.getHour();
            case "minute" -> (long) time.getMinute();
            case "second" -> (long) time.getSecond();
            case "microsecond" -> micros();
            case "strftime" -> method("strftime", "format", args -> printed(args.string("format")));
            case "isoformat" -> method("isoformat", "sep?", args -> iso(args.text("sep", "T")));
            case "timestamp" -> method("timestamp", "", args -> timestamp());
            case "weekday" -> method("weekday", "", args -> time.getDayOfWeek().getValue() - 1L);
            case "isoweekday" ->
                method("isoweekday", "", args -> (long) time.getDayOfWeek().getValue());
            case "date" -> method("date", "", args -> new PyDateTime(time.truncatedTo(ChronoUnit.DAYS), null));
            default -> Undefined.attribute(this, name, () -> NAMES);
        };
    }

    @FunctionalInterface
    private interface Body {
        Object apply(Arguments args);
    }

    private static Callable method(String name, String parameters, Body body) {
        Signature signature = Signature.of(parameters);
        return (List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) ->
                body.apply(signature.bind(name + "()", args, kwargs));
    }

    private long micros() {
        return time.get(ChronoField.MICRO_OF_SECOND);
    }

    String printed(String format) {
        return TimeFormat.print(
                format,
                time,
                offset,
                offset == null ? "" : "UTC" + (offset.getTotalSeconds() == 0 ? "" : colons(offset)));
    }

    private String iso(String separator) {
        String text = time.toLocalDate() + separator + printed("%H:%M:%S");
        String fraction = micros() == 0 ? "" : String.format(".%06d", micros());
        return text + fraction + (offset == null ? "" : colons(offset));
    }

    private static String colons(ZoneOffset offset) {
        return offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId();
    }

    private double timestamp() {
        long seconds =
                offset == null ? time.atZone(ZoneId.systemDefault()).toEpochSecond() : time.toEpochSecond(offset);
        return seconds + micros() / 1e6;
    }

    /** What lies between an earlier time and this. */
    PyTimeDelta since(PyDateTime earlier) {
        if ((offset == null) != (earlier.offset == null)) {
            throw TemplateException.of("can't subtract offset-naive and offset-aware datetimes");
        }
        return new PyTimeDelta(Duration.between(earlier.universal(), universal()));
    }

    PyDateTime plus(Duration duration) {
        return new PyDateTime(time.plus(duration), offset);
    }

    LocalDateTime universal() {
        return offset == null ? time : time.minusSeconds(offset.getTotalSeconds());
    }

    @Override
    public String typeName() {
        return "datetime";
    }

    @Override
    public String asText() {
        return iso(" ");
    }
}
