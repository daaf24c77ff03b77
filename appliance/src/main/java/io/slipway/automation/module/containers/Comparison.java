package io.slipway.automation.module.containers;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When what is there is good enough for what is wanted. */
enum Comparison {
    STRICT,
    IGNORE,
    /** What is there may have more entries. */
    ALLOW_MORE_PRESENT;

    enum Kind {
        VALUE,
        LIST,
        SET,
        /** A set of mappings, each of which may have more keys on the side that is there. */
        RECORDS,
        MAP
    }

    static Comparison usual(Kind kind) {
        return kind == Kind.VALUE || kind == Kind.LIST ? STRICT : ALLOW_MORE_PRESENT;
    }

    boolean same(Kind kind, @Nullable Object wanted, @Nullable Object there) {
        if (this == IGNORE) {
            return true;
        }
        if (kind == Kind.VALUE) {
            return Objects.equals(wanted, there);
        }
        if (wanted == null && this == ALLOW_MORE_PRESENT) {
            return true;
        }
        boolean strict = this == STRICT;
        return switch (kind) {
            case LIST -> strict ? list(wanted).equals(list(there)) : inOrder(list(wanted), list(there));
            case SET ->
                strict
                        ? new HashSet<>(list(wanted)).equals(new HashSet<>(list(there)))
                        : new HashSet<>(list(there)).containsAll(list(wanted));
            case MAP ->
                strict ? Values.map(wanted).equals(Values.map(there)) : there(Values.map(wanted), Values.map(there));
            case RECORDS -> allThere(list(wanted), list(there)) && (!strict || allKnown(list(wanted), list(there)));
            case VALUE -> true;
        };
    }

    private static List<?> list(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> List.copyOf(map.keySet());
            case Collection<?> all -> List.copyOf(all);
            case null, default -> List.of();
        };
    }

    private static boolean inOrder(List<?> wanted, List<?> there) {
        int i = 0;
        for (Object value : wanted) {
            while (i < there.size() && !Objects.equals(there.get(i), value)) {
                i++;
            }
            if (i++ == there.size()) {
                return false;
            }
        }
        return true;
    }

    private static boolean there(Map<String, @Nullable Object> wanted, Map<String, @Nullable Object> there) {
        return wanted.entrySet().stream()
                .allMatch(entry -> there.containsKey(entry.getKey())
                        && Objects.equals(there.get(entry.getKey()), entry.getValue()));
    }

    private static boolean allThere(List<?> wanted, List<?> there) {
        return wanted.stream().allMatch(one -> there.stream().anyMatch(other -> covers(one, other)));
    }

    private static boolean allKnown(List<?> wanted, List<?> there) {
        return there.stream().allMatch(other -> wanted.stream().anyMatch(one -> covers(one, other)));
    }

    /** The engine answers what was left out with its own kinds of nothing. */
    private static boolean covers(@Nullable Object wanted, @Nullable Object there) {
        Map<String, @Nullable Object> other = Values.map(there);
        return Values.map(wanted).entrySet().stream()
                .allMatch(entry -> Objects.equals(plain(entry.getValue()), plain(other.get(entry.getKey()))));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        boolean nothing = value == null
                || value.equals("")
                || value.equals(false)
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
        return nothing ? null : value;
    }
}
