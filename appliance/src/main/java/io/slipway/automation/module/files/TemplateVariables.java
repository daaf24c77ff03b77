package io.slipway.automation.module.files;

import io.slipway.common.template.Python;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a template knows about itself: {@code ansible_managed}, {@code template_path} and so on.
 *
 * @param src the template's name as it was asked for
 * @param dest empty when it is not written anywhere
 */
public record TemplateVariables(Clock clock, String src, Path file, String dest) {

    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("ansible_managed", "Ansible managed");
        variables.put("template_host", hostName());
        variables.put("template_path", src);
        variables.put("template_fullpath", file.toAbsolutePath().normalize().toString());
        variables.put("template_destpath", dest.isEmpty() ? null : dest);
        variables.put("template_run_date", Python.datetime(clock.instant(), clock.getZone()));
        try {
            variables.put("template_uid", Files.getOwner(file).getName());
            variables.put(
                    "template_mtime",
                    Python.datetime(Files.getLastModifiedTime(file).toInstant(), clock.getZone()));
        } catch (IOException e) {
            throw Source.unreadable(file, e);
        }
        return variables;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
