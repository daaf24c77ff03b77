package io.slipway.automation.module.files;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The variables that a template knows about itself: {@code ansible_managed}, {@code template_path} and so on.
 *
 * @param src the template's name as it was asked for
 * @param dest empty when it is not written anywhere
 */
public record TemplateVariables(Clock clock, String src, Path file, String dest) {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    public Map<String, Object> asMap() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("ansible_managed", "Ansible managed");
        variables.put("template_host", hostName());
        variables.put("template_path", src);
        variables.put("template_fullpath", file.toAbsolutePath().normalize().toString());
        if (!dest.isEmpty()) {
            variables.put("template_destpath", dest);
        }
        variables.put("template_run_date", date(clock.instant()));
        try {
            variables.put("template_uid", Files.getOwner(file).getName());
            variables.put("template_mtime", date(Files.getLastModifiedTime(file).toInstant()));
        } catch (IOException e) {
            throw Source.unreadable(file, e);
        }
        return variables;
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
