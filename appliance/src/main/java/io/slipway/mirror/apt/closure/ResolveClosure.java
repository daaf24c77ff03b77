package io.slipway.mirror.apt.closure;

import io.slipway.common.DebianVersion;
import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.Relation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a list of packages needs, choosing as apt does: of alternatives one that is taken already, else the first that can be
 * had; of a virtual package the most important provider; of a package the newest version that will do.
 *
 * <p>Conflicts play no part: a mirror may well hold two packages that cannot be installed together.
 */
public final class ResolveClosure {

    private final Universe universe;
    private final boolean recommends;
    private final Map<String, Taken> taken = new LinkedHashMap<>();
    private final Map<String, List<BinaryPackage>> takenByName = new HashMap<>();
    private final Map<String, List<Optional<DebianVersion>>> takenProvides = new HashMap<>();
    private final Deque<Need> open = new ArrayDeque<>();
    private final List<Problem> problems = new ArrayList<>();
    private boolean base = true;

    private ResolveClosure(Universe universe, boolean recommends) {
        this.universe = universe;
        this.recommends = recommends;
    }

    /** @param because what needed it; null for what was asked for by name */
    private record Taken(
            BinaryPackage chosen, String how, @Nullable Taken because, boolean base) {
        String chain() {
            Deque<String> steps = new ArrayDeque<>();
            for (Taken step = this; step != null; step = step.because) {
                steps.addFirst(step.how);
            }
            return String.join(" → ", steps);
        }
    }

    private record Need(
            List<Relation> alternatives,
            @Nullable Taken from,
            boolean optional,
            @Nullable Position at) {}

    /** @throws ClosureException naming everything that cannot be had, with the chain that asked for it */
    public static Closure resolve(Universe universe, ClosureRequest request) {
        return new ResolveClosure(universe, request.recommends()).run(request);
    }

    private Closure run(ClosureRequest request) {
        wantAll(request.base(), !request.base().isEmpty());
        base = false;
        wantAll(request.wanted(), request.essential());
        if (!problems.isEmpty()) {
            throw new ClosureException(problems);
        }
        return new Closure(
                universe.architecture(),
                taken.values().stream()
                        .filter(each -> !each.base())
                        .map(each -> new Closure.Pick(each.chosen(), each.chain()))
                        .sorted(Comparator.comparing(
                                        (Closure.Pick pick) -> pick.chosen().name())
                                .thenComparing(pick -> pick.chosen().version()))
                        .toList());
    }

    private void wantAll(List<ClosureRequest.Item> items, boolean essential) {
        if (essential) {
            universe.newest().stream()
                    .filter(each -> each.essential() || each.priority().equals("required"))
                    .sorted(Comparator.comparing(BinaryPackage::name))
                    .forEach(each -> open.addAll(take(each, each.name() + " [essential]", null)));
        }
        items.forEach(item -> open.addAll(want(item)));
        settle();
    }

    /** What is asked for by name is taken even if something else would do for it. */
    private List<Need> want(ClosureRequest.Item item) {
        Relation wanted = item.relation();
        Optional<BinaryPackage> chosen = universe.choose(wanted);
        if (chosen.isPresent()) {
            return take(chosen.get(), describe(wanted, chosen.get()), null);
        }
        boolean known = universe.names().contains(wanted.name());
        problems.add(Problem.of("the package '" + wanted + "' cannot be had")
                .at(item.at())
                .because(universe.explain(wanted))
                .hint(known ? "" : NearMiss.hint(wanted.name(), universe.names())));
        return List.of();
    }

    /** Depth first, in the order in which packages declare their needs: the order decides what a later choice finds taken. */
    private void settle() {
        for (Need next = open.poll(); next != null; next = open.poll()) {
            satisfy(next);
        }
    }

    private void satisfy(Need need) {
        if (need.alternatives().stream().anyMatch(this::isTaken)) {
            return;
        }
        for (Relation alternative : need.alternatives()) {
            Optional<BinaryPackage> chosen = universe.choose(alternative);
            if (chosen.isPresent()) {
                take(chosen.get(), describe(alternative, chosen.get()), need.from())
                        .reversed()
                        .forEach(open::push);
                return;
            }
        }
        if (!need.optional()) {
            Relation first = need.alternatives().getFirst();
            String all = String.join(
                    " | ", need.alternatives().stream().map(Relation::toString).toList());
            problems.add(Problem.of("a dependency cannot be had: '" + all + "'")
                    .at(need.at())
                    .because(universe.explain(first) + "; needed by "
                            + (need.from() == null ? "" : need.from().chain()))
                    .hint("add the archive that has it to 'sources', or list it under 'base' if every node has it"));
        }
    }

    private boolean isTaken(Relation relation) {
        return takenByName.getOrDefault(relation.name(), List.of()).stream()
                        .anyMatch(each -> relation.accepts(each.version()))
                || takenProvides.getOrDefault(relation.name(), List.of()).stream()
                        .anyMatch(version -> relation.acceptsProvided(version.orElse(null)));
    }

    /** @return what it needs, in order */
    private List<Need> take(BinaryPackage chosen, String how, @Nullable Taken because) {
        Taken known = taken.get(chosen.id());
        if (known != null && (!known.base() || base)) {
            return List.of();
        }
        Taken step = new Taken(chosen, how, because, base);
        taken.put(chosen.id(), step);
        takenByName.computeIfAbsent(chosen.name(), name -> new ArrayList<>(1)).add(chosen);
        String architecture = universe.architecture();
        for (List<Relation> group : chosen.relations("Provides", architecture)) {
            Relation provided = group.getFirst();
            Relation.Constraint constraint = provided.constraint();
            takenProvides
                    .computeIfAbsent(provided.name(), name -> new ArrayList<>(1))
                    .add(Optional.ofNullable(constraint).map(Relation.Constraint::version));
        }
        List<Need> needs = new ArrayList<>();
        chosen.relations("Pre-Depends", architecture).forEach(group -> needs.add(need(group, step, false)));
        chosen.relations("Depends", architecture).forEach(group -> needs.add(need(group, step, false)));
        if (recommends) {
            chosen.relations("Recommends", architecture).forEach(group -> needs.add(need(group, step, true)));
        }
        return needs;
    }

    private static Need need(List<Relation> alternatives, Taken from, boolean optional) {
        return new Need(alternatives, from, optional, from.chosen().stanza().at());
    }

    private static String describe(Relation wanted, BinaryPackage chosen) {
        return wanted.name().equals(chosen.name()) ? wanted.toString() : chosen.name() + " [as " + wanted + "]";
    }
}
