package io.slipway.mirror.apt.closure;

import io.slipway.common.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what a list of packages needs, choosing as apt does.
 *
 * <p>As much of the list as fits on one system is solved as one system. What conflicts with that, or asks for another version, is
 * solved as a system of its own: a mirror may well hold packages that cannot be installed together. Where the versions that apt
 * would take do not fit each other, older ones are taken, which apt never does by itself but a version in a list may ask for.
 */
public final class ResolveClosure {

    /** Enough for {@link TakePackage#MAX_DEPTH} needs of needs, in bytes. */
    private static final long STACK = 256L << 20;

    private final Universe universe;
    private final ClosureRequest request;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Closure.Pick> picks = new HashMap<>();

    private ResolveClosure(Universe universe, ClosureRequest request) {
        this.universe = universe;
        this.request = request;
    }

    /** @throws ClosureException naming everything that cannot be had, with the chain that asked for it */
    public static Closure resolve(Universe universe, ClosureRequest request) {
        ResolveClosure resolve = new ResolveClosure(universe, request);
        DeepThread.run("closure for " + universe.architecture(), STACK, resolve::run);
        if (!resolve.problems.isEmpty()) {
            throw new ClosureException(resolve.problems);
        }
        return new Closure(
                universe.architecture(),
                resolve.picks.values().stream()
                        .sorted(Comparator.comparing(
                                        (Closure.Pick pick) -> pick.chosen().name())
                                .thenComparing(pick -> pick.chosen().version())
                                .thenComparing(pick -> pick.chosen().architecture()))
                        .toList());
    }

    private void run() {
        FindListed find = new FindListed(universe, problems::add);
        World base = base(find);
        List<Listed> listed = new ArrayList<>();
        if (request.essential()) {
            listed.addAll(system(" [essential]", false));
        }
        listed.addAll(find.find(request.wanted()));
        KernelPackages kernels = new KernelPackages(universe, request.kernels().kernels(), problems::add);
        listed.addAll(kernels.kernels());
        listed.addAll(kernels.drivers(request.kernels().drivers()));
        World shared = solve(base, listed);
        if (request.kernels().drivers().isEmpty()) {
            List<String> names =
                    picks.values().stream().map(pick -> pick.chosen().name()).toList();
            solve(shared, kernels.driversLike(names));
        }
    }

    /** What every node has. Of its system part, what these sources do not have whole is of no interest: nobody asked to install it. */
    private World base(FindListed find) {
        World world = new World(universe);
        TakePackage take = new TakePackage(universe, world, request.recommends(), false);
        List<Listed> system =
                request.baseSystem() || !request.base().isEmpty() ? system(" [base]", request.baseSystem()) : List.of();
        system.forEach(each -> take.takeListed(each.offer(), each.why(), true));
        for (Listed each : find.find(request.base())) {
            world.pin(each.offer());
            if (!take.takeListed(each.offer(), each.why(), true)) {
                problems.addAll(Explain.failure(universe, world, take.obstacles(), each));
            }
        }
        return world.copy();
    }

    /** All essential and required packages. */
    private List<Listed> system(String how, boolean important) {
        return universe.best()
                .filter(offer -> offer.traits().essential() || offer.traits().rank() <= (important ? 1 : 0))
                .sorted(Comparator.comparing(offer -> offer.named().name()))
                .map(offer -> new Listed(
                        offer,
                        new Step(offer.named() + how, null),
                        offer.chosen().stanza().at()))
                .toList();
    }

    /** @return the system that has most of the list */
    private World solve(World base, List<Listed> listed) {
        Set<Listed> together = new LinkedHashSet<>(listed);
        while (true) {
            World world = base.copy();
            List<Listed> apart = takeTogether(world, together);
            if (apart.isEmpty()) {
                keep(world, together);
                listed.stream().filter(each -> !together.contains(each)).forEach(each -> solveAlone(base, each));
                return world;
            }
            apart.forEach(together::remove);
        }
    }

    /** @return those that do not go with the others */
    private List<Listed> takeTogether(World world, Collection<Listed> listed) {
        List<Listed> apart = new ArrayList<>();
        TakePackage take = new TakePackage(universe, world, request.recommends(), false);
        List<Listed> marked = new ArrayList<>();
        for (Listed each : listed) {
            world.pin(each.offer());
            if (take.mark(each.offer(), each.why(), false)) {
                world.protect(each.offer().named());
                marked.add(each);
            } else {
                apart.add(each);
            }
        }
        for (Listed each : marked) {
            if (!take.takeListed(each.offer(), each.why(), false)) {
                world.remove(each.offer().named());
                world.release(each.offer().named());
                apart.add(each);
            }
        }
        return apart;
    }

    private void solveAlone(World base, Listed listed) {
        for (boolean older : List.of(false, true)) {
            World world = base.copy();
            world.pin(listed.offer());
            TakePackage take = new TakePackage(universe, world, request.recommends(), older);
            if (take.takeListed(listed.offer(), listed.why(), false)) {
                keep(world, List.of(listed));
                return;
            }
            if (older) {
                problems.addAll(Explain.failure(universe, world, take.obstacles(), listed));
            }
        }
    }

    /** Takes over what the listed ones need, and not what was tried on the way to it. */
    private void keep(World world, Collection<Listed> listed) {
        Deque<World.Installed> open = new ArrayDeque<>();
        listed.forEach(each -> world.installed(each.offer().named()).ifPresent(open::add));
        Set<Named> reached = new HashSet<>();
        open.forEach(each -> reached.add(each.offer().named()));
        for (World.Installed next = open.poll(); next != null; next = open.poll()) {
            if (!next.base()) {
                picks.putIfAbsent(
                        next.offer().chosen().id(),
                        new Closure.Pick(next.offer().chosen(), next.why().chain()));
            }
            for (World.Installed each : world.neededBy(next.offer())) {
                if (reached.add(each.offer().named())) {
                    open.add(each);
                }
            }
        }
    }
}
