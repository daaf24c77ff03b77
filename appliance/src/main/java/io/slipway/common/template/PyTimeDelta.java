package io.slipway.common.template;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's {@code datetime.timedelta}: what lies between two times. */
record PyTimeDelta(Duration duration) implements PyObject {

    private static final List<String> NAMES = List.of("days", "seconds", "microseconds", "total_seconds");

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "days" -> days();
            case "seconds" -> seconds();
            case "microseconds" -> micros();
            case "total_seconds" -> (Callable) (args, kwargs) -> totalSeconds();
            default -> Undefined.attribute(this, name, () -> NAMES);
        };
    }

    private long days() {
        return Math.floorDiv(duration.toSeconds(), 86_400L);
    }

    private long seconds() {
        return Math.floorMod(duration.toSeconds(), 86_400L);
    }

    private long micros() {
        return duration.toNanosPart() / 1000L;
    }

    double totalSeconds() {
        return duration.toSeconds() + duration.toNanosPart() / 1e9;
    }

    @Override
    public String typeName() {
        return "timedelta";
    }

    /** Such as {@code -1 day, 23:59:59}. */
    @Override
    public String asText() {
        String days = days() == 0 ? "" : days() + (Math.abs(days()) == 1 ? " day, " : " days, ");
        String clock = String.format("%d:%02d:%02d", seconds() / 3600, seconds() / 60 % 60, seconds() % 60);
        return days + clock + (micros() == 0 ? "" : String.format(".%06d", micros()));
    }
}
