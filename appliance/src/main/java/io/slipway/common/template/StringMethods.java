package io.slipway.common.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Python's methods of {@code str}. */
final class StringMethods {

    private StringMethods() {}

    static Map<String, Methods.Method<String>> table() {
        Methods.Table<String> table = new Methods.Table<>("str");
        addCases(table);
        addSearches(table);
        addPieces(table);
        addPadding(table);
        addQuestions(table);
        return table.build();
    }

    private static void addCases(Methods.Table<String> table) {
        table.add("upper", "", (s, a) -> s.toUpperCase(Locale.ROOT))
                .add("lower", "", (s, a) -> s.toLowerCase(Locale.ROOT))
                .add("casefold", "", (s, a) -> s.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT))
                .add("title", "", (s, a) -> title(s))
                .add("capitalize", "", (s, a) -> capitalize(s))
                .add("swapcase", "", (s, a) -> swapCase(s));
    }

    private static void addSearches(Methods.Table<String> table) {
        table.add("startswith", "prefix start? end?", (s, a) -> affix(part(s, a), a.any("prefix"), true))
                .add("endswith", "suffix start? end?", (s, a) -> affix(part(s, a), a.any("suffix"), false))
                .add("find", "sub start? end?", (s, a) -> find(s, a, false))
                .add("rfind", "sub start? end?", (s, a) -> find(s, a, true))
                .add("index", "sub start? end?", (s, a) -> found(find(s, a, false)))
                .add("rindex", "sub start? end?", (s, a) -> found(find(s, a, true)))
                .add("count", "sub start? end?", (s, a) -> count(part(s, a), a.string("sub")))
                .add("__contains__", "sub", (s, a) -> s.contains(a.string("sub")))
                .add("__getitem__", "index", (s, a) -> Subscript.item(s, a.any("index")))
                .add("__len__", "", (s, a) -> (long) Text.length(s));
    }

    private static void addPieces(Methods.Table<String> table) {
        table.add("split", "sep? maxsplit?", (s, a) -> Splitting.split(s, separator(a), a.integer("maxsplit", -1)))
                .add(
                        "rsplit",
                        "sep? maxsplit?",
                        (s, a) -> Splitting.splitRight(s, separator(a), a.integer("maxsplit", -1)))
                .add("splitlines", "keepends?", (s, a) -> Text.lines(s, a.flag("keepends", false)))
                .add("partition", "sep", (s, a) -> Splitting.partition(s, a.string("sep"), false))
                .add("rpartition", "sep", (s, a) -> Splitting.partition(s, a.string("sep"), true))
                .add("join", "iterable", (s, a) -> join(s, Python.iterate(a.any("iterable"))))
                .add(
                        "replace",
                        "old new count?",
                        (s, a) -> Splitting.replace(s, a.string("old"), a.string("new"), a.integer("count", -1)))
                .add("strip", "chars?", (s, a) -> Text.strip(s, a.text("chars"), true, true))
                .add("lstrip", "chars?", (s, a) -> Text.strip(s, a.text("chars"), true, false))
                .add("rstrip", "chars?", (s, a) -> Text.strip(s, a.text("chars"), false, true))
                .add("removeprefix", "prefix", (s, a) -> {
                    String prefix = a.string("prefix");
                    return s.startsWith(prefix) ? s.substring(prefix.length()) : s;
                })
                .add("removesuffix", "suffix", (s, a) -> {
                    String suffix = a.string("suffix");
                    return s.endsWith(suffix) ? s.substring(0, s.length() - suffix.length()) : s;
                })
                .add("format", "* **", (s, a) -> BraceFormat.format(s, a.rest(), a.restNamed()))
                .add("format_map", "mapping", (s, a) -> BraceFormat.format(s, List.of(), a.any("mapping")));
    }

    private static void addPadding(Methods.Table<String> table) {
        table.add(
                        "ljust",
                        "width fillchar?",
                        (s, a) -> Text.pad(s, a.integer("width"), a.text("fillchar", " "), false, true))
                .add(
                        "rjust",
                        "width fillchar?",
                        (s, a) -> Text.pad(s, a.integer("width"), a.text("fillchar", " "), true, false))
                .add(
                        "center",
                        "width fillchar?",
                        (s, a) -> Text.pad(s, a.integer("width"), a.text("fillchar", " "), true, true))
                .add("zfill", "width", (s, a) -> zeroFill(s, a.integer("width")))
                .add("expandtabs", "tabsize?", (s, a) -> expandTabs(s, a.integer("tabsize", 8)));
    }

    private static void addQuestions(Methods.Table<String> table) {
        table.add("isdigit", "", (s, a) -> all(s, Character::isDigit))
                .add("isdecimal", "", (s, a) -> all(s, c -> Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER))
                .add("isnumeric", "", (s, a) -> all(s, StringMethods::numeric))
                .add("isalpha", "", (s, a) -> all(s, Character::isLetter))
                .add("isalnum", "", (s, a) -> all(s, Character::isLetterOrDigit))
                .add("isspace", "", (s, a) -> all(s, Text::isSpace))
                .add("isascii", "", (s, a) -> s.chars().allMatch(c -> c < 128))
                .add("isprintable", "", (s, a) -> s.codePoints().allMatch(Repr::printable))
                .add("isidentifier", "", (s, a) -> isIdentifier(s))
                .add("isupper", "", (s, a) -> isCase(s, Character::isUpperCase))
                .add("islower", "", (s, a) -> isCase(s, Character::isLowerCase))
                .add("istitle", "", (s, a) -> s.codePoints().anyMatch(StringMethods::cased) && s.equals(title(s)));
    }

    private static @Nullable String separator(Arguments args) {
        return args.any("sep") == null ? null : args.string("sep");
    }

    private static boolean all(String s, IntPredicate predicate) {
        return !s.isEmpty() && s.codePoints().allMatch(predicate);
    }

    private static boolean numeric(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.OTHER_NUMBER
                || type == Character.LETTER_NUMBER;
    }

    private static boolean cased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    static boolean isCase(String s, IntPredicate wanted) {
        return s.codePoints().anyMatch(StringMethods::cased)
                && s.codePoints().filter(StringMethods::cased).allMatch(wanted);
    }

    static boolean isIdentifier(String s) {
        return !s.isEmpty()
                && (s.charAt(0) == '_' || Character.isUnicodeIdentifierStart(s.codePointAt(0)))
                && s.codePoints().allMatch(Character::isUnicodeIdentifierPart);
    }

    private static String title(String s) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (int c : s.codePoints().toArray()) {
            String one = Character.toString(c);
            out.append(inWord ? one.toLowerCase(Locale.ROOT) : Character.toString(Character.toTitleCase(c)));
            inWord = cased(c);
        }
        return out.toString();
    }

    static String capitalize(String s) {
        if (s.isEmpty()) {
            return s;
        }
        int first = s.codePointAt(0);
        return Character.toString(Character.toTitleCase(first))
                + s.substring(Character.charCount(first)).toLowerCase(Locale.ROOT);
    }

    private static String swapCase(String s) {
        StringBuilder out = new StringBuilder();
        for (int c : s.codePoints().toArray()) {
            String one = Character.toString(c);
            out.append(Character.isUpperCase(c) ? one.toLowerCase(Locale.ROOT) : one.toUpperCase(Locale.ROOT));
        }
        return out.toString();
    }

    private static String part(String s, Arguments args) {
        if (args.any("start") == null && args.any("end") == null) {
            return s;
        }
        return Python.str(Subscript.slice(s, args.any("start"), args.any("end"), null));
    }

    private static boolean affix(String s, @Nullable Object wanted, boolean start) {
        if (wanted instanceof PyTuple several) {
            return several.stream().anyMatch(one -> affix(s, one, start));
        }
        if (wanted instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!(wanted instanceof String one)) {
            throw TemplateException.of((start ? "startswith" : "endswith")
                    + " needs a string or a tuple of strings, not " + Python.typeName(wanted));
        }
        return start ? s.startsWith(one) : s.endsWith(one);
    }

    private static long find(String s, Arguments args, boolean last) {
        String within = part(s, args);
        String wanted = args.string("sub");
        int at = last ? within.lastIndexOf(wanted) : within.indexOf(wanted);
        if (at < 0) {
            return -1;
        }
        long start = args.integer("start", 0);
        long offset = start < 0 ? Math.max(0, start + Text.length(s)) : start;
        return offset + within.codePointCount(0, at);
    }

    private static long found(long index) {
        if (index < 0) {
            throw TemplateException.of("substring not found");
        }
        return index;
    }

    private static long count(String s, String part) {
        if (part.isEmpty()) {
            return Text.length(s) + 1L;
        }
        long count = 0;
        for (int at = s.indexOf(part); at >= 0; at = s.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private static String join(String separator, List<@Nullable Object> items) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            if (item instanceof Undefined undefined) {
                throw undefined.failure();
            }
            if (!(item instanceof String text)) {
                throw TemplateException.of(
                        "sequence item " + i + ": expected str instance, " + Python.typeName(item) + " found");
            }
            Bounds.text((long) out.length() + text.length() + separator.length());
            out.append(i == 0 ? "" : separator).append(text);
        }
        return out.toString();
    }

    private static String zeroFill(String s, long width) {
        boolean signed = s.startsWith("-") || s.startsWith("+");
        String sign = signed ? s.substring(0, 1) : "";
        return sign + Text.pad(s.substring(sign.length()), width - sign.length(), "0", true, false);
    }

    static String expandTabs(String s, long size) {
        StringBuilder out = new StringBuilder();
        long column = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\t') {
                long blanks = size <= 0 ? 0 : size - column % size;
                out.append(Text.repeat(" ", blanks));
                column += blanks;
            } else {
                out.append(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
            Bounds.text(out.length());
        }
        return out.toString();
    }
}
