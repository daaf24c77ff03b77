package io.slipway.mirror.apt.closure;

import io.slipway.mirror.apt.control.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One system as it would be with certain packages installed: at most one version of each, none in conflict with another. */
final class World {

    private final Universe universe;
    private final Map<Named, Installed> installed = new LinkedHashMap<>();
    private final Map<Named, Offer> pinned = new HashMap<>();
    private final Set<Offer> unusable = new HashSet<>();
    private final Set<Named> guarded = new HashSet<>();
    private final Map<Named, Set<Offer>> enemies = new HashMap<>();
    private final List<Runnable> undo = new ArrayList<>();

    World(Universe universe) {
        this.universe = universe;
    }

    /** @param base whether every node has it anyway */
    record Installed(Offer offer, Step why, boolean base) {}

    /** Another system that has the same, of which nothing has to stay. */
    World copy() {
        World copy = new World(universe);
        installed.values().forEach(each -> copy.install(each.offer(), each.why(), each.base()));
        copy.pinned.putAll(pinned);
        copy.undo.clear();
        return copy;
    }

    Collection<Installed> installed() {
        return installed.values();
    }

    Optional<Installed> installed(Named named) {
        return Optional.ofNullable(installed.get(named));
    }

    boolean has(Offer offer) {
        Installed there = installed.get(offer.named());
        return there != null && there.offer() == offer;
    }

    /** What is taken where no version is asked for. */
    Optional<Offer> candidate(Named named) {
        Offer pin = pinned.get(named);
        return (pin == null ? named.best() : Optional.of(pin)).filter(offer -> !unusable.contains(offer));
    }

    boolean usable(Offer offer) {
        return !unusable.contains(offer);
    }

    /** Decides which version of a package is taken here. */
    void pin(Offer offer) {
        Offer before = pinned.put(offer.named(), offer);
        undo.add(() -> {
            if (before == null) {
                pinned.remove(offer.named());
            } else {
                pinned.put(offer.named(), before);
            }
        });
    }

    /** It cannot be had here, and nothing shall try again. */
    void discard(Offer offer) {
        if (unusable.add(offer)) {
            undo.add(() -> unusable.remove(offer));
        }
    }

    boolean guarded(Named named) {
        return guarded.contains(named);
    }

    /**
     * Keeps a package from making way for another, until it is released.
     *
     * @return whether it was not so before
     */
    boolean guard(Named named) {
        return guarded.add(named);
    }

    /** Keeps a package from making way for another, for good. */
    void protect(Named named) {
        if (guarded.add(named)) {
            undo.add(() -> guarded.remove(named));
        }
    }

    void release(Named named) {
        guarded.remove(named);
    }

    void install(Offer offer, Step why, boolean base) {
        Installed before = installed.put(offer.named(), new Installed(offer, why, base));
        undo.add(() -> restore(offer.named(), before));
        for (Relation conflict : offer.conflicts(universe.architecture())) {
            enemies.computeIfAbsent(universe.named(conflict.name()), name -> new LinkedHashSet<>(2))
                    .add(offer);
        }
    }

    void remove(Named named) {
        Installed before = installed.remove(named);
        undo.add(() -> restore(named, before));
    }

    private void restore(Named named, @Nullable Installed before) {
        if (before == null) {
            installed.remove(named);
        } else {
            installed.put(named, before);
        }
    }

    /** How much has happened here so far. */
    int mark() {
        return undo.size();
    }

    /** Undoes all that happened since then. */
    void backTo(int mark) {
        while (undo.size() > mark) {
            undo.removeLast().run();
        }
    }

    boolean satisfies(Offer.Group group) {
        for (Relation alternative : group.alternatives()) {
            if (satisfies(alternative)) {
                return true;
            }
        }
        return false;
    }

    private boolean satisfies(Relation relation) {
        Named named = universe.named(relation.name());
        Installed there = installed.get(named);
        if (there != null && universe.accepts(relation, there.offer())) {
            return true;
        }
        for (Named.Provision provision : named.provisions()) {
            if (has(provision.by()) && universe.accepts(relation, provision)) {
                return true;
            }
        }
        return false;
    }

    /** What is installed that satisfies something this asks for, however weakly. */
    Set<Installed> neededBy(Offer offer) {
        Set<Installed> found = new LinkedHashSet<>();
        for (Offer.Group group : offer.groups(universe.architecture())) {
            for (Relation alternative : group.alternatives()) {
                Named named = universe.named(alternative.name());
                Installed there = installed.get(named);
                if (there != null && universe.accepts(alternative, there.offer())) {
                    found.add(there);
                }
                for (Named.Provision provision : named.provisions()) {
                    Installed by = installed.get(provision.by().named());
                    if (by != null && by.offer() == provision.by() && universe.accepts(alternative, provision)) {
                        found.add(by);
                    }
                }
            }
        }
        return found;
    }

    /** Whether some candidate would satisfy it. */
    boolean satisfiable(Offer.Group group) {
        for (Relation alternative : group.alternatives()) {
            Named named = universe.named(alternative.name());
            if (candidate(named)
                    .filter(offer -> universe.accepts(alternative, offer))
                    .isPresent()) {
                return true;
            }
            for (Named.Provision provision : named.provisions()) {
                if (isCandidate(provision.by()) && universe.accepts(alternative, provision)) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean isCandidate(Offer offer) {
        return candidate(offer.named()).orElse(null) == offer;
    }

    /** What is installed and, by what this says, cannot be together with it. */
    Set<Named> conflictsOf(Offer offer) {
        Set<Named> found = new LinkedHashSet<>();
        for (Relation conflict : offer.conflicts(universe.architecture())) {
            hits(conflict, offer).forEach(found::add);
        }
        return found;
    }

    /** What is installed and says that it cannot be together with this. */
    Set<Named> enemiesOf(Offer offer) {
        Set<Named> found = new LinkedHashSet<>(0);
        addEnemies(offer.named(), offer, found);
        for (List<Relation> provided : offer.chosen().relations("Provides", universe.architecture())) {
            addEnemies(universe.named(provided.getFirst().name()), offer, found);
        }
        return found;
    }

    private void addEnemies(Named name, Offer offer, Set<Named> into) {
        for (Offer enemy : enemies.getOrDefault(name, Set.of())) {
            if (enemy.named() != offer.named() && has(enemy) && speaksAgainst(enemy, offer)) {
                into.add(enemy.named());
            }
        }
    }

    private boolean speaksAgainst(Offer enemy, Offer offer) {
        for (Relation conflict : enemy.conflicts(universe.architecture())) {
            Named named = universe.named(conflict.name());
            if (named == offer.named() && universe.accepts(conflict, offer)) {
                return true;
            }
            for (Named.Provision provision : named.provisions()) {
                if (provision.by() == offer && universe.accepts(conflict, provision)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What is not installed, but would be in conflict with this. */
    Set<Offer> rivalsOf(Offer offer) {
        Set<Offer> found = new LinkedHashSet<>(0);
        for (Relation conflict : offer.conflicts(universe.architecture())) {
            Named named = universe.named(conflict.name());
            candidate(named)
                    .filter(each -> named != offer.named() && !has(each) && universe.accepts(conflict, each))
                    .ifPresent(found::add);
            for (Named.Provision provision : named.provisions()) {
                Offer by = provision.by();
                if (by.named() != offer.named()
                        && isCandidate(by)
                        && !has(by)
                        && universe.accepts(conflict, provision)) {
                    found.add(by);
                }
            }
        }
        return found;
    }

    /** A package is never in conflict with itself, nor with what it provides. */
    private List<Named> hits(Relation conflict, Offer of) {
        List<Named> hits = new ArrayList<>(0);
        Named named = universe.named(conflict.name());
        Installed there = installed.get(named);
        if (there != null && named != of.named() && universe.accepts(conflict, there.offer())) {
            hits.add(named);
        }
        for (Named.Provision provision : named.provisions()) {
            if (provision.by().named() != of.named() && has(provision.by()) && universe.accepts(conflict, provision)) {
                hits.add(provision.by().named());
            }
        }
        return hits;
    }
}
