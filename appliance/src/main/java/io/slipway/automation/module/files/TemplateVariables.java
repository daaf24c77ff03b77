package io.slipway.automation.module.files;

import io.slipway.common.template.TimeFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The variables that a template knows about itself: {@code ansible_managed}, {@code template_path} and so on.
 *
 * @param managed what {@code ansible_managed} says: {@code {file}}, {@code {host}} and {@code {uid}} in it are filled in, and the time
 *     at which the template was changed, as {@code strftime} writes it
 * @param src the template's name as it was asked for
 * @param dest empty when it is not written anywhere
 */
public record TemplateVariables(Clock clock, String managed, String src, Path file, String dest) {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    public Map<String, Object> asMap() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("template_host", hostName());
        variables.put("template_path", src);
        variables.put("template_fullpath", file.toAbsolutePath().normalize().toString());
        if (!dest.isEmpty()) {
            variables.put("template_destpath", dest);
        }
        variables.put("template_run_date", date(clock.instant()));
        try {
            Instant changed = Files.getLastModifiedTime(file).toInstant();
            variables.put("template_uid", Files.getOwner(file).getName());
            variables.put("template_mtime", date(changed));
            variables.put("ansible_managed", managed(Files.getOwner(file).getName(), changed));
        } catch (IOException e) {
            throw Source.unreadable(file, e);
        }
        return variables;
    }

    private String managed(String owner, Instant changed) {
        String text =
                managed.replace("{host}", hostName()).replace("{uid}", owner).replace("{file}", src);
        ZonedDateTime time = changed.atZone(clock.getZone());
        return TimeFormat.print(
                text, time.toLocalDateTime(), time.getOffset(), time.getZone().getId());
    }

    /** As Python writes a {@code datetime}. */
    private String date(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, clock.getZone());
        return time.format(time.get(ChronoField.MICRO_OF_SECOND) == 0 ? SECONDS : MICROS);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
