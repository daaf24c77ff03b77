package io.slipway.mirror.sync;

import io.slipway.mirror.apt.closure.Closure;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.util.List;

/**
 * What a mirror will hold.
 *
 * @param suite the suite under which it will be published
 * @param items all packages, of all architectures
 */
public record Plan(String mirror, String suite, List<Item> items) {

    public Plan {
        items = List.copyOf(items);
    }

    /** @param present whether the store has it already */
    public record Item(Closure.Pick pick, boolean present) {}

    static Plan of(String mirror, String suite, List<Closure> closures, StoreWriter store) {
        List<Item> items = closures.stream()
                .flatMap(closure -> closure.picks().stream())
                .map(pick -> new Item(pick, store.has(content(pick))))
                .toList();
        return new Plan(mirror, suite, items);
    }

    static Generation.Entry content(Closure.Pick pick) {
        return new Generation.Entry(pick.chosen().sha256(), pick.chosen().size());
    }

    /** In bytes. */
    public long size() {
        return items.stream().mapToLong(item -> item.pick().chosen().size()).sum();
    }

    /** What is still to be fetched, in bytes. */
    public long missing() {
        return items.stream()
                .filter(item -> !item.present())
                .mapToLong(item -> item.pick().chosen().size())
                .sum();
    }
}
