package io.slipway.mirror.store;

import io.slipway.common.DurableFile;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Changes which generations there are and which of them count. Each change takes a lock for a moment, so that a roll-back need not
 * wait for a sync of hours, and nothing prunes the generation that somebody is about to go back to.
 */
final class Flips {

    /** Of a generation that was made anew: the id of the one that it is like. */
    private static final String ORIGIN = "origin";

    private final ContentStore store;
    private final BriefLock turn;

    Flips(ContentStore store) {
        this.store = store;
        this.turn = new BriefLock(store.directory().resolve("flip.lock"));
    }

    private <R> R alone(String what, BriefLock.Change<R> change) {
        try {
            return turn.alone(change);
        } catch (IOException e) {
            throw StoreException.io(what, store.generations(), e);
        }
    }

    /** Adds a generation and makes it count. */
    void publish(String name, String id, byte[] text) {
        alone("'" + name + "' cannot be published", () -> {
            Path directory = store.generations().resolve(name);
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                DurableFile.syncDirectory(store.generations());
            }
            DurableFile.write(directory.resolve(id), text);
            flip(name, id);
            return id;
        });
    }

    /**
     * @param wanted the id to go back to; without one, the generation before the one that counts, or before the one that this was
     *     made anew of
     * @param anew what is to count in its place; the same if it may count as it is
     */
    Pointer rollBack(String name, Optional<String> wanted, UnaryOperator<Generation> anew) {
        return alone("'" + name + "' cannot be rolled back", () -> {
            Pointer now = store.pointer(name)
                    .orElseThrow(() -> new StoreException(
                            Problem.of("there is nothing named '" + name + "' in the store")
                                    .because("there is: " + String.join(", ", store.names())),
                            null));
            List<String> ids = store.generations(name);
            String to = wanted.orElseGet(() -> older(name, ids, origin(name, now.current())));
            if (!ids.contains(to)) {
                throw new StoreException(
                        Problem.of("'" + name + "' has no generation '" + to + "'")
                                .because("it has: " + String.join(", ", ids)),
                        null);
            }
            Generation old = store.generation(name, to);
            Generation next = to.equals(now.current()) ? old : anew.apply(old);
            return flip(name, next.equals(old) ? to : add(next.with(ORIGIN, origin(old, to))));
        });
    }

    /** Puts a generation beside the others; its id. */
    private String add(Generation generation) throws IOException {
        Generation dated = dated(generation);
        byte[] text = GenerationText.write(dated);
        String id = GenerationText.id(dated, text);
        DurableFile.write(store.generations().resolve(generation.name()).resolve(id), text);
        return id;
    }

    private Generation dated(Generation generation) {
        try {
            return store.current(generation.name()).map(generation::after).orElse(generation);
        } catch (StoreException damaged) {
            return generation;
        }
    }

    private static String origin(Generation generation, String id) {
        return generation.notes().getOrDefault(ORIGIN, id);
    }

    private String origin(String name, String id) {
        try {
            return origin(store.generation(name, id), id);
        } catch (StoreException damaged) {
            return id;
        }
    }

    private static String older(String name, List<String> ids, String current) {
        return ids.stream()
                .filter(id -> id.compareTo(current) < 0)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new StoreException(
                        Problem.of("'" + name + "' has no generation before " + current)
                                .because("older ones were removed, or there never was one"),
                        null));
    }

    private Pointer flip(String name, String id) throws IOException {
        Optional<Pointer> last = store.pointer(name);
        if (last.isPresent() && last.get().current().equals(id)) {
            return last.get();
        }
        Pointer next = new Pointer(id, last.map(Pointer::current));
        DurableFile.write(store.generations().resolve(name).resolve(ContentStore.CURRENT), next.text());
        return next;
    }

    /** What {@link #prune} would remove now. */
    List<String> superfluous(String name, int keep) {
        List<String> ids = store.generations(name);
        Optional<Pointer> pointer = store.pointer(name);
        return ids.subList(0, Math.max(0, ids.size() - keep)).stream()
                .filter(id -> pointer.isPresent() && !pointer.get().names(id))
                .toList();
    }

    /** Removes all but the newest generations, never the one that counts nor the one that did before. Durable when it returns. */
    List<String> prune(String name, int keep) {
        return alone("old generations of '" + name + "' cannot be removed", () -> {
            List<String> removed = new ArrayList<>(superfluous(name, keep));
            for (String id : removed) {
                Files.deleteIfExists(store.generations().resolve(name).resolve(id));
            }
            if (!removed.isEmpty()) {
                DurableFile.syncDirectory(store.generations().resolve(name));
            }
            return removed;
        });
    }

    /** Removes all generations of a name; it is not served any more, and the next collection takes what only it had. */
    void forget(String name) {
        alone("'" + name + "' cannot be removed", () -> {
            Path directory = store.generations().resolve(name);
            if (!Generation.isName(name) || !Files.isDirectory(directory)) {
                throw new StoreException(
                        Problem.of("there is nothing named '" + name + "' in the store")
                                .because("there is: " + String.join(", ", store.names())),
                        null);
            }
            Files.deleteIfExists(directory.resolve(ContentStore.CURRENT));
            for (String id : store.generations(name)) {
                Files.deleteIfExists(directory.resolve(id));
            }
            Files.deleteIfExists(directory.resolve(ContentStore.SYNCED));
            Files.deleteIfExists(directory);
            DurableFile.syncDirectory(store.generations());
            return name;
        });
    }
}
