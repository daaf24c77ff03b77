package io.slipway.mirror.apt.closure;

import io.slipway.mirror.apt.control.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts what could satisfy a dependency in the order in which apt tries it. */
final class Choices {

    private final Universe universe;
    private final World world;
    private final boolean older;

    /** @param older whether versions come into question that are not the best of their package: apt never takes one by itself */
    Choices(Universe universe, World world, boolean older) {
        this.universe = universe;
        this.world = world;
        this.older = older;
    }

    /** By alternative as they are written; of one, first what is called so, then the most important provider. */
    List<Offer> of(Offer.Group group) {
        Set<Offer> found = new LinkedHashSet<>();
        for (Relation alternative : group.alternatives()) {
            found.addAll(of(alternative));
        }
        if (older) {
            for (Relation alternative : group.alternatives()) {
                found.addAll(olderOnes(alternative));
            }
        }
        return new ArrayList<>(found);
    }

    List<Offer> of(Relation wanted) {
        Named named = universe.named(wanted.name());
        List<Offer> found = new ArrayList<>();
        world.candidate(named).filter(offer -> universe.accepts(wanted, offer)).ifPresent(found::add);
        for (Named.Provision provision : named.provisions()) {
            if (world.isCandidate(provision.by()) && universe.accepts(wanted, provision)) {
                found.add(provision.by());
            }
        }
        if (found.size() > 1) {
            found.sort(mostImportantFirst(named));
        }
        return found;
    }

    private List<Offer> olderOnes(Relation wanted) {
        Named named = universe.named(wanted.name());
        List<Offer> found = new ArrayList<>();
        for (Offer offer : named.offers()) {
            if (world.usable(offer) && universe.accepts(wanted, offer)) {
                found.add(offer);
            }
        }
        for (Named.Provision provision : named.provisions()) {
            if (world.usable(provision.by()) && universe.accepts(wanted, provision)) {
                found.add(provision.by());
            }
        }
        return found;
    }

    private Comparator<Offer> mostImportantFirst(Named wanted) {
        return Comparator.<Offer>comparingInt(offer -> world.guarded(offer.named()) ? 0 : 1)
                .thenComparingInt(offer -> offer.named() == wanted ? 0 : 1)
                .thenComparingInt(offer -> offer.traits().essential() ? 0 : 1)
                .thenComparingInt(offer -> offer.traits().rank())
                .thenComparing(offer -> offer.named().id(), Comparator.reverseOrder());
    }
}
