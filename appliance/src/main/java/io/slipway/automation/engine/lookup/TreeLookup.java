package io.slipway.automation.engine.lookup;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lookup {@code filetree}: everything below folders, in order, with who owns it and how; what an earlier folder has hides the same path of later ones. */
final class TreeLookup {

    private static final String ATTRIBUTES = "unix:mode,uid,gid,size,owner,group,lastModifiedTime,ctime";

    private TreeLookup() {}

    static List<@Nullable Object> find(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        for (Object term : terms) {
            String named = Python.str(term);
            Path root = root(named, around);
            String shown = root + (named.endsWith("/") ? "/" : "");
            for (Path entry : below(root)) {
                String path = root.relativize(entry).toString();
                if (!found.containsKey(path)) {
                    described(shown, entry, path).ifPresent(properties -> found.put(path, properties));
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    private static Path root(String term, Surroundings around) {
        String name = term.replaceFirst("/+$", "");
        return around.candidates("files", name).stream()
                .filter(Files::isDirectory)
                .findFirst()
                .map(folder -> folder.toAbsolutePath().normalize())
                .orElse(around.place(name));
    }

    /** Folder by folder, each one's folders before its files, as Python's {@code os.walk} meets them; by name where that leaves it open. */
    private static List<Path> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> entries;
        try (Stream<Path> all = Files.list(folder)) {
            entries = all.sorted().toList();
        } catch (IOException e) {
            throw new TemplateException(Problem.of("cannot list " + folder).because(IoReason.of(e)), e);
        }
        List<Path> below = new ArrayList<>();
        entries.stream().filter(Files::isDirectory).forEach(below::add);
        entries.stream().filter(entry -> !Files.isDirectory(entry)).forEach(below::add);
        entries.stream()
                .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                .forEach(entry -> below.addAll(below(entry)));
        return below;
    }

    private static Optional<Map<String, Object>> described(String root, Path entry, String path) {
        try {
            Map<String, Object> read = Files.readAttributes(entry, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("root", root);
            properties.put("path", path);
            if (Files.isSymbolicLink(entry)) {
                properties.put("state", "link");
                properties.put("src", Files.readSymbolicLink(entry).toString());
            } else if (Files.isDirectory(entry)) {
                properties.put("state", "directory");
            } else if (Files.isRegularFile(entry)) {
                properties.put("state", "file");
                properties.put("src", root + (root.endsWith("/") ? "" : "/") + path);
            } else {
                return Optional.empty();
            }
            properties.put("uid", ((Number) value(read, "uid")).longValue());
            properties.put("gid", ((Number) value(read, "gid")).longValue());
            properties.put("owner", value(read, "owner").toString());
            properties.put("group", value(read, "group").toString());
            properties.put(
                    "mode", String.format(Locale.ROOT, "0%03o", ((Number) value(read, "mode")).intValue() & 07777));
            properties.put("size", ((Number) value(read, "size")).longValue());
            properties.put("mtime", seconds(value(read, "lastModifiedTime")));
            properties.put("ctime", seconds(value(read, "ctime")));
            return Optional.of(properties);
        } catch (IOException e) {
            throw new TemplateException(Problem.of("cannot read " + entry).because(IoReason.of(e)), e);
        }
    }

    private static Object value(Map<String, Object> read, String name) throws IOException {
        Object value = read.get(name);
        if (value == null) {
            throw new IOException("its " + name + " is not known");
        }
        return value;
    }

    private static double seconds(Object time) {
        return ((FileTime) time).to(TimeUnit.NANOSECONDS) / 1e9;
    }
}
