package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Regex;
import io.slipway.automation.module.shell.Glob;
import io.slipway.common.PythonRegex;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files {@code find} lists, judged by name and status.
 *
 * @param age in seconds
 * @param size in bytes
 * @param depth how many levels below a directory are listed
 */
record FindConditions(
        Predicate<String> name,
        String type,
        boolean hidden,
        Optional<Long> age,
        String ageStamp,
        Optional<Long> size,
        long depth) {

    private static final Pattern AMOUNT = Pattern.compile("(-?\\d+)([a-z])?");
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3600L, "d", 86400L, "w", 604_800L);
    private static final Map<String, Long> BYTES =
            Map.of("b", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30, "t", 1L << 40);

    static FindConditions of(Arguments a) {
        boolean regex = a.flag("use_regex");
        List<Predicate<String>> wanted =
                a.strings("patterns").stream().map(p -> matcher(p, regex)).toList();
        List<Predicate<String>> unwanted =
                a.strings("excludes").stream().map(p -> matcher(p, regex)).toList();
        return new FindConditions(
                name -> (wanted.isEmpty() || wanted.stream().anyMatch(p -> p.test(name)))
                        && unwanted.stream().noneMatch(p -> p.test(name)),
                a.string("file_type"),
                a.flag("hidden"),
                a.text("age").map(text -> amount("age", text, SECONDS)),
                a.string("age_stamp"),
                a.text("size").map(text -> amount("size", text, BYTES)),
                a.integer("depth").filter(d -> d > 0).orElse(Long.MAX_VALUE));
    }

    private static Predicate<String> matcher(String pattern, boolean regex) {
        if (!regex) {
            return name -> Glob.matches(pattern, name);
        }
        PythonRegex compiled = Regex.ofText(pattern);
        return compiled::matchesAtStart;
    }

    private static long amount(String what, String text, Map<String, Long> units) {
        Matcher matcher = AMOUNT.matcher(text.strip().toLowerCase(Locale.ROOT));
        String unit = matcher.matches() ? Objects.requireNonNullElse(matcher.group(2), "") : "?";
        Long factor = unit.isEmpty() ? Long.valueOf(1) : units.get(unit);
        if (factor == null) {
            throw new ModuleFailure("failed to process " + what).with(what, text);
        }
        return Long.parseLong(matcher.group(1)) * factor;
    }

    boolean meets(FindListing.Entry entry, double now) {
        Status status = entry.status();
        String base = NodePath.base(entry.path());
        return entry.depth() <= depth
                && (hidden || !base.startsWith("."))
                && hasType(status)
                && name.test(base)
                && oldEnough(status, now)
                && largeEnough(status);
    }

    private boolean hasType(Status status) {
        return switch (type) {
            case "directory" -> status.isDirectory();
            case "file" -> status.isRegular();
            case "link" -> status.isLink();
            default -> true;
        };
    }

    private boolean oldEnough(Status status, double now) {
        double stamp = switch (ageStamp) {
            case "atime" -> status.atime();
            case "ctime" -> status.ctime();
            default -> status.mtime();
        };
        return age.map(a -> a >= 0 ? now - stamp >= a : now - stamp <= -a).orElse(true);
    }

    private boolean largeEnough(Status status) {
        return !status.isRegular()
                || size.map(s -> s >= 0 ? status.size() >= s : status.size() <= -s)
                        .orElse(true);
    }
}
