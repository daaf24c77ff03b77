package io.slipway.mirror.serve;

import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds published files by path. The pointer is read at every request, so that a flip counts at once; what it points to never
 * changes and is kept in memory.
 *
 * <p>What the current generation does not have, the one before it may still give: a client that read the old index just before a
 * flip can go on with it.
 */
final class PublishedFiles {

    private final ContentStore store;
    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

    PublishedFiles(ContentStore store) {
        this.store = store;
    }

    /** @param from the generation that has it */
    record Found(Generation.Entry entry, Generation from) {}

    private record Loaded(String id, List<Generation> newestFirst) {}

    Optional<Found> find(String name, String path) {
        if (!Generation.isName(name)) {
            return Optional.empty();
        }
        return store.currentId(name)
                .flatMap(id -> generations(name, id).stream()
                        .filter(generation -> generation.served().containsKey(path))
                        .map(generation -> new Found(generation.served().get(path), generation))
                        .findFirst());
    }

    private List<Generation> generations(String name, String id) {
        return loaded.compute(name, (key, known) -> known != null && known.id().equals(id) ? known : load(key, id))
                .newestFirst();
    }

    private Loaded load(String name, String id) {
        Generation current = store.generation(name, id);
        List<String> ids = store.generations(name);
        int at = ids.indexOf(id);
        return new Loaded(id, at > 0 ? List.of(current, store.generation(name, ids.get(at - 1))) : List.of(current));
    }
}
