package io.slipway.mirror.store;

import io.slipway.common.Digest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One immutable state of something that is mirrored: which content stands under which path.
 *
 * @param name of what is mirrored
 * @param created to the second
 * @param notes what the maker wants to find again; keys without blanks, values of one line
 * @param served by path, relative, with {@code /}
 * @param since when what stands under a path came to stand there, where an earlier generation had it already, to the second
 * @param kept files that nobody is served but that must stay with this generation, such as the upstream's indexes
 */
public record Generation(
        String name,
        Instant created,
        SortedMap<String, String> notes,
        SortedMap<String, Entry> served,
        SortedMap<String, Instant> since,
        SortedMap<String, Entry> kept) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /**
     * A file of the store.
     *
     * @param size in bytes
     */
    public record Entry(Digest digest, long size) {}

    public Generation {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name for a mirror: " + name);
        }
        created = created.truncatedTo(ChronoUnit.SECONDS);
        notes = sorted(notes);
        served = sorted(served);
        since = sorted(since);
        kept = sorted(kept);
    }

    public static Generation of(
            String name,
            Instant created,
            Map<String, String> notes,
            Map<String, Entry> served,
            Map<String, Entry> kept) {
        return new Generation(
                name, created, new TreeMap<>(notes), new TreeMap<>(served), new TreeMap<>(), new TreeMap<>(kept));
    }

    /** The same, knowing what has not changed since the generation before it. */
    Generation after(Generation before) {
        SortedMap<String, Instant> unchanged = new TreeMap<>();
        served.forEach((path, entry) -> {
            if (entry.equals(before.served.get(path))) {
                unchanged.put(path, before.since.getOrDefault(path, before.created));
            }
        });
        return new Generation(name, created, notes, served, unchanged, kept);
    }

    /** The same with one more note. */
    Generation with(String note, String value) {
        SortedMap<String, String> more = new TreeMap<>(notes);
        more.put(note, value);
        return new Generation(name, created, more, served, since, kept);
    }

    /** Lower-case letters, digits, dots, dashes and underscores: what is safe as a directory and in a URL. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static <V> SortedMap<String, V> sorted(SortedMap<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
