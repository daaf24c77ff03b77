package io.slipway.common.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ansible's filters and tests that take a regular expression. */
final class RegexFilters {

    private static final String SPECIAL = "()[]{}?*+-|^$\\.&~# \t\n\r\u000b\f";

    private RegexFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter(
                        "regex_replace",
                        "pattern? replacement? ignorecase? multiline?",
                        (v, a, c) -> regex(a, "pattern").replace(Python.str(v), a.text("replacement", "")))
                .filter(
                        "regex_findall",
                        "regex multiline? ignorecase?",
                        (v, a, c) -> findAll(regex(a, "regex").on(Python.str(v))))
                .filter("regex_search", "regex * **", (v, a, c) -> search(Python.str(v), a))
                .filter("regex_escape", "re_type?", (v, a, c) -> escape(Python.str(v), a.text("re_type", "python")))
                .test(
                        "match",
                        "pattern? ignorecase? multiline?",
                        (v, a, c) -> regex(a, "pattern").on(Python.str(v)).atStart())
                .test(
                        "search",
                        "pattern? ignorecase? multiline?",
                        (v, a, c) -> regex(a, "pattern").on(Python.str(v)).find())
                .test("regex", "pattern? ignorecase? multiline? match_type?", RegexFilters::test);
    }

    private static BoundedRegex regex(Arguments args, String name) {
        String pattern = args.has(name) ? args.string(name) : "";
        return BoundedRegex.compile(pattern, args.flag("ignorecase", false), args.flag("multiline", false));
    }

    private static boolean test(@Nullable Object value, Arguments args, RenderContext context) {
        BoundedRegex.Search search = regex(args, "pattern").on(Python.str(value));
        return switch (args.text("match_type", "search")) {
            case "match" -> search.atStart();
            case "fullmatch" ->
                search.atStart() && search.end() == Python.str(value).length();
            default -> search.find();
        };
    }

    private static List<@Nullable Object> findAll(BoundedRegex.Search search) {
        List<@Nullable Object> found = new ArrayList<>();
        while (search.find()) {
            Bounds.items(found.size());
            if (search.groups() <= 1) {
                found.add(BoundedRegex.emptyIfNone(search.group(search.groups())));
                continue;
            }
            List<@Nullable Object> groups = new ArrayList<>();
            for (int i = 1; i <= search.groups(); i++) {
                groups.add(BoundedRegex.emptyIfNone(search.group(i)));
            }
            found.add(PyTuple.copyOf(groups));
        }
        return found;
    }

    private static @Nullable Object search(String text, Arguments args) {
        boolean ignoreCase = Python.truthy(args.restNamed().get("ignorecase"));
        boolean multiline = Python.truthy(args.restNamed().get("multiline"));
        BoundedRegex.Search search = BoundedRegex.compile(args.string("regex"), ignoreCase, multiline)
                .on(text);
        if (!search.find()) {
            return null;
        }
        if (args.rest().isEmpty()) {
            return search.group(0);
        }
        List<@Nullable Object> groups = new ArrayList<>();
        for (Object wanted : args.rest()) {
            groups.add(search.group(groupName(Python.str(wanted))));
        }
        return groups;
    }

    private static String groupName(String wanted) {
        if (wanted.startsWith("\\g<") && wanted.endsWith(">")) {
            return wanted.substring(3, wanted.length() - 1);
        }
        if (wanted.matches("\\\\\\d+")) {
            return wanted.substring(1);
        }
        throw TemplateException.of("regex_search takes groups as '\\\\1' or '\\\\g<name>', not " + Repr.quoted(wanted));
    }

    static String escape(String text, String type) {
        String special = switch (type) {
            case "python" -> SPECIAL;
            case "posix_basic" -> "].[^$*\\";
            default ->
                throw TemplateException.of("the type of regex_escape is 'python' or 'posix_basic', not '" + type + "'");
        };
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            out.append(special.indexOf(c) >= 0 ? "\\" : "");
            out.appendCodePoint(c);
        });
        return out.toString();
    }
}
