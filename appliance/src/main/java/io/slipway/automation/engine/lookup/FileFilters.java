package io.slipway.automation.engine.lookup;

import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.template.TemplateException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ansible's filters and tests that look at the files of this side; the template engine itself looks at none. */
public final class FileFilters {

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{([^}]*)})");

    private FileFilters() {}

    /** @param environment of this side */
    public static TemplateEngine.Builder addTo(TemplateEngine.Builder engine, Map<String, String> environment) {
        addTests(engine);
        engine.test("ansible.utils.resolvable", "", (v, a, c) -> isResolvable(Python.str(v)));
        return engine.filter("expanduser", "", (v, a, c) -> expandUser(Python.str(v), environment))
                .filter("expandvars", "", (v, a, c) -> expandVariables(Python.str(v), environment))
                .filter("realpath", "", (v, a, c) -> real(path(v)).toString())
                .filter("fileglob", "", (v, a, c) -> glob(path(v)));
    }

    private static void addTests(TemplateEngine.Builder engine) {
        test(engine, "exists", Files::exists);
        test(engine, "link_exists", file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS));
        for (String prefix : List.of("", "is_")) {
            test(engine, prefix.isEmpty() ? "directory" : "is_dir", Files::isDirectory);
            test(engine, prefix + "file", Files::isRegularFile);
            test(engine, prefix + "link", Files::isSymbolicLink);
            test(engine, prefix + "mount", FileFilters::isMount);
            engine.test(prefix + "same_file", "other", (v, a, c) -> isSame(path(v), path(a.any("other"))));
        }
    }

    private static void test(TemplateEngine.Builder engine, String name, Predicate<Path> holds) {
        engine.test(name, "", (v, a, c) -> holds.test(path(v)));
    }

    private static Path path(@Nullable Object value) {
        if (!(value instanceof String text)) {
            throw TemplateException.of("a path is a string, not " + Python.typeName(value) + ": " + Python.str(value));
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TemplateException(Problem.of("this is no path: " + text).because(e.getReason()), e);
        }
    }

    /** A name that has an address, or an address that has a name. */
    private static boolean isResolvable(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            boolean isAddress = address.getHostAddress().equals(host) || host.contains(":");
            return !isAddress || !address.getCanonicalHostName().equals(address.getHostAddress());
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static boolean isMount(Path folder) {
        try {
            if (Files.isSymbolicLink(folder) || !Files.exists(folder)) {
                return false;
            }
            Path parent = folder.toRealPath().getParent();
            return parent == null
                    || !Files.getAttribute(folder, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            throw new TemplateException(
                    Problem.of("cannot compare " + one + " and " + other).because(String.valueOf(e)), e);
        }
    }

    /** Links followed as far as there are files. */
    private static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        for (Path at = whole; at != null; at = at.getParent()) {
            if (Files.exists(at)) {
                try {
                    return at.toRealPath().resolve(at.relativize(whole)).normalize();
                } catch (IOException e) {
                    return whole;
                }
            }
        }
        return whole;
    }

    private static List<@Nullable Object> glob(Path pattern) {
        Path folder = pattern.getParent() == null ? Path.of("") : pattern.getParent();
        List<@Nullable Object> files = new ArrayList<>();
        if (pattern.getFileName() != null && Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries =
                    Files.newDirectoryStream(folder, pattern.getFileName().toString())) {
                for (Path entry : entries) {
                    if (Files.isRegularFile(entry)) {
                        files.add(entry.toString());
                    }
                }
            } catch (IOException e) {
                throw new TemplateException(Problem.of("cannot list " + folder).because(String.valueOf(e)), e);
            }
        }
        files.sort((one, other) -> Python.compare(one, other, "<"));
        return files;
    }

    private static String expandUser(String path, Map<String, String> environment) {
        boolean own = path.equals("~") || path.startsWith("~/");
        String home = environment.get("HOME");
        return own && home != null ? home.replaceFirst("/+$", "") + path.substring(1) : path;
    }

    private static String expandVariables(String path, Map<String, String> environment) {
        return VARIABLE.matcher(path).replaceAll(found -> {
            String name = found.group(1) == null ? found.group(2) : found.group(1);
            return Matcher.quoteReplacement(environment.getOrDefault(name, found.group()));
        });
    }
}
