package io.slipway.common.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a filter, test, method or global, written as in {@code "old new count?"}: names in order, {@code ?} after what
 * may be left out, {@code *} for any more positional and {@code **} for any more named arguments.
 */
final class Signature {

    private final List<String> names = new ArrayList<>();
    private final int required;
    private final boolean more;
    private final boolean moreNamed;

    private Signature(String text) {
        int needed = 0;
        boolean star = false;
        boolean stars = false;
        for (String part : text.isBlank() ? new String[0] : text.split(" ")) {
            switch (part) {
                case "*" -> star = true;
                case "**" -> stars = true;
                default -> {
                    boolean optional = part.endsWith("?");
                    names.add(optional ? part.substring(0, part.length() - 1) : part);
                    needed += optional ? 0 : 1;
                }
            }
        }
        required = needed;
        more = star;
        moreNamed = stars;
    }

    static Signature of(String text) {
        return new Signature(text);
    }

    Arguments bind(String function, List<@Nullable Object> positional, Map<String, @Nullable Object> keywords) {
        if (positional.size() > names.size() && !more) {
            throw TemplateException.of(
                    function + " takes at most " + count(names.size()) + ", not " + positional.size());
        }
        Map<String, @Nullable Object> bound = new LinkedHashMap<>();
        int given = Math.min(names.size(), positional.size());
        for (int i = 0; i < given; i++) {
            bound.put(names.get(i), positional.get(i));
        }
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        for (String name : keywords.keySet()) {
            if (!names.contains(name)) {
                if (!moreNamed) {
                    throw TemplateException.of(function + " has no parameter '" + name + "'"
                            + (names.isEmpty() ? "" : ", only " + String.join(", ", names)));
                }
                rest.put(name, keywords.get(name));
            } else if (bound.containsKey(name)) {
                throw TemplateException.of(function + " got two values for '" + name + "'");
            } else {
                bound.put(name, keywords.get(name));
            }
        }
        for (int i = 0; i < required; i++) {
            if (!bound.containsKey(names.get(i))) {
                throw TemplateException.of(function + " needs an argument '" + names.get(i) + "'");
            }
        }
        return new Arguments(function, bound, positional.subList(given, positional.size()), rest);
    }

    private static String count(int n) {
        return n == 0 ? "no arguments" : n == 1 ? "one argument" : n + " arguments";
    }
}
