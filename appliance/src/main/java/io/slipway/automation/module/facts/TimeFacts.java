package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The node's clock. */
final class TimeFacts implements Collector {

    @Override
    public String name() {
        return "date_time";
    }

    @Override
    public Set<String> aliases() {
        return Set.of();
    }

    @Override
    public boolean minimal() {
        return true;
    }

    @Override
    public String script() {
        return """
                tell date "$(date '+%s|%N|%Y|%m|%A|%w|%W|%d|%H|%M|%S|%Z|%z')"
                _year=$(date +%Y)
                tell seasons "$(date -d "$_year-01-15 12:00" '+%z %Z' 2>/dev/null; date -d "$_year-07-15 12:00" '+%z %Z' 2>/dev/null)"
                """;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        String[] part = found.text("date").split("\\|", -1);
        if (part.length != 13) {
            return Map.of();
        }
        long nanos = part[1].matches("\\d{9}") ? Long.parseLong(part[1]) : 0;
        Instant now = Instant.ofEpochSecond(Long.parseLong(part[0]), nanos);
        Map<String, @Nullable Object> time = new LinkedHashMap<>();
        time.put("year", part[2]);
        time.put("month", part[3]);
        time.put("weekday", part[4]);
        time.put("weekday_number", part[5]);
        time.put("weeknumber", part[6]);
        time.put("day", part[7]);
        time.put("hour", part[8]);
        time.put("minute", part[9]);
        time.put("second", part[10]);
        time.put("epoch", part[0]);
        time.put("epoch_int", part[0]);
        time.put("date", part[2] + "-" + part[3] + "-" + part[7]);
        time.put("time", part[8] + ":" + part[9] + ":" + part[10]);
        time.put("iso8601_micro", utc("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", now));
        time.put("iso8601", utc("yyyy-MM-dd'T'HH:mm:ss'Z'", now));
        String local = part[2] + part[3] + part[7] + "T" + part[8] + part[9] + part[10];
        time.put("iso8601_basic", local + String.format(Locale.ROOT, "%06d", nanos / 1000));
        time.put("iso8601_basic_short", local);
        time.put("tz", part[11]);
        time.put("tz_dst", summerTime(found.lines("seasons"), part[11]));
        time.put("tz_offset", part[12]);
        return Map.of("date_time", time);
    }

    private static String utc(String pattern, Instant time) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time);
    }

    /** The zone's name in the half of the year whose clocks are ahead. */
    private static String summerTime(List<String> seasons, String now) {
        return seasons.stream()
                .filter(season -> season.matches("[+-]\\d{4} .*"))
                .max((a, b) ->
                        Integer.compare(Integer.parseInt(a.substring(0, 5)), Integer.parseInt(b.substring(0, 5))))
                .map(season -> season.substring(6))
                .orElse(now);
    }
}
