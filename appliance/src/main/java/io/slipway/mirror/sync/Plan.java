package io.slipway.mirror.sync;

import io.slipway.mirror.apt.closure.Closure;
import io.slipway.mirror.fetch.Wanted;
import io.slipway.mirror.store.Generation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a mirror will hold.
 *
 * @param suite the suite under which what is merged will be published
 * @param items all packages, of all architectures
 * @param sources the files of source packages
 */
public record Plan(String mirror, String suite, List<Item> items, List<SourceFile> sources) {

    public Plan {
        items = List.copyOf(items);
        sources = List.copyOf(sources);
    }

    /** @param present whether the store has it already */
    public record Item(Closure.Pick pick, boolean present) {}

    /** @param present whether the store has it already */
    public record SourceFile(String path, Wanted file, boolean present) {}

    static Generation.Entry content(Closure.Pick pick) {
        return new Generation.Entry(pick.chosen().sha256(), pick.chosen().size());
    }

    /** Those of the packages, without {@code all}. */
    public Set<String> architectures() {
        return items.stream()
                .map(item -> item.pick().chosen().architecture())
                .filter(each -> !each.equals("all"))
                .collect(Collectors.toSet());
    }

    /** In bytes. */
    public long size() {
        return items.stream().mapToLong(item -> item.pick().chosen().size()).sum()
                + sources.stream()
                        .mapToLong(each -> each.file().content().size())
                        .sum();
    }

    /** What is still to be fetched, in bytes. */
    public long missing() {
        return items.stream()
                        .filter(item -> !item.present())
                        .mapToLong(item -> item.pick().chosen().size())
                        .sum()
                + sources.stream()
                        .filter(each -> !each.present())
                        .mapToLong(each -> each.file().content().size())
                        .sum();
    }
}
