package io.slipway.common.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ansible's filters on paths; those that only work with the text, not with a file system. */
final class PathFilters {

    private PathFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("basename", "", (v, a, c) -> baseName(path(v)))
                .filter("dirname", "", (v, a, c) -> dirName(path(v)))
                .filter("splitext", "", (v, a, c) -> splitExtension(path(v)))
                .filter("path_join", "", (v, a, c) -> join(v))
                .filter("relpath", "start", (v, a, c) -> relative(path(v), a.string("start")))
                .filter("win_basename", "", (v, a, c) -> windowsTail(path(v)))
                .filter("win_dirname", "", (v, a, c) -> windowsHead(path(v)))
                .filter("win_splitdrive", "", (v, a, c) -> splitDrive(path(v)))
                .test("abs", "", (v, a, c) -> path(v).startsWith("/"))
                .test("is_abs", "", (v, a, c) -> path(v).startsWith("/"));
    }

    private static String path(@Nullable Object value) {
        return TextFilters.needString(value, "path");
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String dirName(String path) {
        String head = path.substring(0, path.lastIndexOf('/') + 1);
        String trimmed = Text.strip(head, "/", false, true);
        return trimmed.isEmpty() ? head : trimmed;
    }

    private static PyTuple splitExtension(String path) {
        int name = path.lastIndexOf('/') + 1;
        int dot = path.lastIndexOf('.');
        int firstOfName = name;
        while (firstOfName < path.length() && path.charAt(firstOfName) == '.') {
            firstOfName++;
        }
        return dot > firstOfName - 1 && dot >= firstOfName
                ? PyTuple.of(path.substring(0, dot), path.substring(dot))
                : PyTuple.of(path, "");
    }

    private static String join(@Nullable Object value) {
        if (value instanceof String s) {
            return s;
        }
        StringBuilder joined = new StringBuilder();
        boolean first = true;
        for (Object part : Python.iterate(value)) {
            String next = path(part);
            if (first || next.startsWith("/")) {
                joined.setLength(0);
            } else if (!joined.isEmpty() && joined.charAt(joined.length() - 1) != '/') {
                joined.append('/');
            }
            joined.append(next);
            first = false;
        }
        if (first) {
            throw TemplateException.of("path_join needs at least one part");
        }
        return joined.toString();
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(part.equals("..") && path.startsWith("/"))) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static String relative(String path, String start) {
        if (path.startsWith("/") != start.startsWith("/")) {
            throw TemplateException.of("relpath needs two absolute or two relative paths");
        }
        List<String> to = parts(path);
        List<String> from = parts(start);
        int common = 0;
        while (common < to.size() && common < from.size() && to.get(common).equals(from.get(common))) {
            common++;
        }
        List<String> steps = new ArrayList<>();
        for (int i = common; i < from.size(); i++) {
            steps.add("..");
        }
        steps.addAll(to.subList(common, to.size()));
        return steps.isEmpty() ? "." : String.join("/", steps);
    }

    private static PyTuple splitDrive(String path) {
        boolean drive = path.length() > 1 && path.charAt(1) == ':';
        return drive ? PyTuple.of(path.substring(0, 2), path.substring(2)) : PyTuple.of("", path);
    }

    private static int lastSeparator(String path) {
        return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    }

    private static String windowsTail(String path) {
        String rest = Python.str(splitDrive(path).get(1));
        return rest.substring(lastSeparator(rest) + 1);
    }

    private static String windowsHead(String path) {
        PyTuple parts = splitDrive(path);
        String rest = Python.str(parts.get(1));
        String head = rest.substring(0, lastSeparator(rest) + 1);
        String trimmed = Text.strip(head, "/\\", false, true);
        return Python.str(parts.get(0)) + (trimmed.isEmpty() ? head : trimmed);
    }
}
