package io.slipway.automation.module.files;

import io.slipway.common.template.Python;
import io.slipway.common.template.TimeFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a template knows about itself: {@code ansible_managed}, {@code template_path} and so on.
 *
 * @param managed what {@code ansible_managed} says: {@code {file}}, {@code {host}} and {@code {uid}} in it are filled in, and the time
 *     at which the template was changed, as {@code strftime} writes it
 * @param src the template's name as it was asked for
 * @param dest empty when it is not written anywhere
 */
public record TemplateVariables(Clock clock, String managed, String src, Path file, String dest) {

    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("template_host", hostName());
        variables.put("template_path", src);
        variables.put("template_fullpath", file.toAbsolutePath().normalize().toString());
        variables.put("template_destpath", dest.isEmpty() ? null : dest);
        variables.put("template_run_date", Python.datetime(clock.instant(), clock.getZone()));
        try {
            Instant changed = Files.getLastModifiedTime(file).toInstant();
            variables.put("template_uid", Files.getOwner(file).getName());
            variables.put("template_mtime", Python.datetime(changed, clock.getZone()));
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

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
