package io.slipway.mirror.apt.closure;

import io.slipway.mirror.apt.closure.Offer.Strength;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Installs a package in a {@link World} with all that it needs, choosing as apt does ({@code pkgDepCache::MarkInstall} of apt 2.6):
 * depth first, in the order in which needs are declared; what cannot be installed is given up for the next alternative.
 */
final class TakePackage {

    /** As many needs of needs as apt goes along. */
    static final int MAX_DEPTH = 3000;

    /** As often as apt goes over what is broken. */
    private static final int REPAIRS = 20;

    private final Universe universe;
    private final World world;
    private final Choices choices;
    private final boolean recommends;
    private final Map<Offer, Obstacle> obstacles = new HashMap<>();
    private boolean disturbed;

    TakePackage(Universe universe, World world, boolean recommends, boolean older) {
        this.universe = universe;
        this.world = world;
        this.choices = new Choices(universe, world, older);
        this.recommends = recommends;
    }

    /** What was in the way of each package that could not be taken. */
    Map<Offer, Obstacle> obstacles() {
        return obstacles;
    }

    /** Takes what somebody listed: it stays, whatever else wants its place. */
    boolean takeListed(Offer offer, Step why, boolean base) {
        if (!mark(offer, why, base)) {
            return false;
        }
        world.protect(offer.named());
        return take(offer, why, 0, base) && repair(base) && world.has(offer);
    }

    /** Takes it alone, if nothing that stays is in its way. */
    boolean mark(Offer offer, Step why, boolean base) {
        Optional<World.Installed> there = world.installed(offer.named());
        if (there.isPresent()) {
            if (there.get().offer() != offer && world.guarded(offer.named())) {
                obstacles.put(offer, new Obstacle.Conflict(offer.named()));
                return false;
            }
            if (there.get().offer() == offer && (base || !there.get().base())) {
                return true;
            }
        }
        world.install(offer, why, base);
        return true;
    }

    private boolean take(Offer offer, Step why, int depth, boolean base) {
        if (depth > MAX_DEPTH) {
            obstacles.put(offer, new Obstacle.TooDeep());
            return false;
        }
        boolean stays = world.guarded(offer.named());
        if (world.has(offer) && !stays) {
            return true;
        }
        Optional<World.Installed> there = world.installed(offer.named());
        if (there.isPresent() && there.get().offer() != offer && stays) {
            return false;
        }
        Optional<Offer.Group> hopeless = hopeless(offer);
        if (hopeless.isPresent()) {
            obstacles.put(offer, new Obstacle.Unsatisfied(hopeless.get()));
            if (!stays) {
                world.discard(offer);
                return false;
            }
        }
        if (!makeRoom(offer, stays) && !stays) {
            return false;
        }
        if (!world.has(offer)) {
            world.install(offer, why, base);
        }
        boolean released = world.guard(offer.named());
        try {
            boolean complete = takeNeeds(offer, why, depth, base, stays) && hopeless.isEmpty();
            if (!complete && !stays) {
                giveUp(offer);
            }
            return complete;
        } finally {
            if (released) {
                world.release(offer.named());
            }
        }
    }

    private Optional<Offer.Group> hopeless(Offer offer) {
        return offer.groups(universe.architecture()).stream()
                .filter(group -> group.strength() == Strength.NEEDED
                        && !world.satisfies(group)
                        && !world.satisfiable(group)
                        && choices.of(group).isEmpty())
                .findFirst();
    }

    /** Removes what it cannot be with, unless that must stay. */
    private boolean makeRoom(Offer offer, boolean stays) {
        boolean room = true;
        for (Named other : world.conflictsOf(offer)) {
            if (isFixed(other)) {
                obstacles.put(offer, new Obstacle.Conflict(other));
                room = false;
                if (!stays) {
                    return false;
                }
            } else {
                remove(other);
            }
        }
        if (stays) {
            world.rivalsOf(offer).forEach(world::discard);
        }
        return room;
    }

    private void giveUp(Offer offer) {
        remove(offer.named());
        world.discard(offer);
    }

    private void remove(Named named) {
        world.remove(named);
        disturbed = true;
    }

    private boolean isFixed(Named named) {
        return world.guarded(named)
                || world.installed(named)
                        .filter(there -> there.base() && there.offer().traits().essential())
                        .isPresent();
    }

    private boolean takeNeeds(Offer offer, Step why, int depth, boolean base, boolean stays) {
        boolean complete = true;
        List<Offer.Group> open = new ArrayList<>();
        for (Offer.Group group : offer.groups(universe.architecture())) {
            if (follows(group) && (stays || !world.satisfies(group))) {
                open.add(group);
            }
        }
        for (Offer.Group group : open) {
            boolean needed = group.strength() == Strength.NEEDED;
            if (world.satisfies(group)) {
                complete &= !stays || !needed || keep(group, depth, base);
            } else if (!takeOne(group, why, depth, base, stays && needed) && needed) {
                obstacles.putIfAbsent(offer, new Obstacle.Unsatisfied(group));
                complete = false;
                if (!stays) {
                    return false;
                }
            }
        }
        return complete;
    }

    private boolean follows(Offer.Group group) {
        return switch (group.strength()) {
            case NEEDED -> true;
            case RECOMMENDED -> recommends;
            case SUGGESTED -> false;
        };
    }

    /** What must stay keeps what alone can satisfy it. */
    private boolean keep(Offer.Group group, int depth, boolean base) {
        List<Offer> possible = choices.of(group);
        if (possible.size() != 1 || world.guarded(possible.getFirst().named())) {
            return true;
        }
        Offer only = possible.getFirst();
        Optional<World.Installed> there = world.installed(only.named());
        if (there.isEmpty() || there.get().base()) {
            return true;
        }
        world.protect(only.named());
        return take(only, there.get().why(), depth + 1, base);
    }

    private boolean takeOne(Offer.Group group, Step why, int depth, boolean base, boolean stays) {
        List<Offer> possible = choices.of(group);
        for (Offer offer : possible) {
            if (!world.usable(offer)) {
                continue;
            }
            Set<Named> enemies = world.enemiesOf(offer);
            if (!enemies.isEmpty()) {
                boolean mutual = world.conflictsOf(offer).containsAll(enemies);
                if ((group.strength() != Strength.NEEDED && !mutual)
                        || enemies.stream().anyMatch(this::isFixed)) {
                    obstacles.put(
                            offer, new Obstacle.Conflict(enemies.iterator().next()));
                    continue;
                }
                enemies.forEach(this::remove);
            }
            Step step = new Step(Words.describe(group, offer), why);
            if (stays && possible.size() == 1) {
                if (!mark(offer, step, base)) {
                    continue;
                }
                world.protect(offer.named());
            }
            if (take(offer, step, depth + 1, base)) {
                return true;
            }
        }
        return false;
    }

    /** Whatever had to make way may be missed: finds another solution, or gives up who misses it. */
    private boolean repair(boolean base) {
        for (int round = 0; disturbed && round < REPAIRS; round++) {
            boolean whole = true;
            for (World.Installed each : List.copyOf(world.installed())) {
                if (each.base() == base && world.has(each.offer()) && !repaired(each)) {
                    whole = false;
                }
            }
            disturbed = !whole;
        }
        return !disturbed;
    }

    /** @return whether nothing had to be done */
    private boolean repaired(World.Installed each) {
        for (Offer.Group group : each.offer().groups(universe.architecture())) {
            if (group.strength() == Strength.NEEDED && !world.satisfies(group)) {
                boolean stays = world.guarded(each.offer().named());
                if (!takeOne(group, each.why(), 0, each.base(), stays)) {
                    obstacles.putIfAbsent(each.offer(), new Obstacle.Unsatisfied(group));
                    if (!stays) {
                        giveUp(each.offer());
                    }
                }
                return false;
            }
        }
        return true;
    }
}
