package io.slipway.mirror.apt.closure;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.closure.Offer.Strength;
import io.slipway.mirror.apt.control.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Says why a package cannot be had: follows what was in the way down to its cause. */
final class Explain {

    private static final int VERSIONS_SHOWN = 5;

    private final Universe universe;
    private final World world;
    private final Map<Offer, Obstacle> obstacles;
    private final Set<Offer> seen = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    private Explain(Universe universe, World world, Map<Offer, Obstacle> obstacles) {
        this.universe = universe;
        this.world = world;
        this.obstacles = obstacles;
    }

    static List<Problem> failure(Universe universe, World world, Map<Offer, Obstacle> obstacles, Listed listed) {
        Explain explain = new Explain(universe, world, obstacles);
        explain.follow(listed.offer(), listed.why(), listed.at());
        return explain.problems;
    }

    private void follow(Offer offer, Step why, Position at) {
        seen.add(offer);
        switch (obstacles.getOrDefault(offer, new Obstacle.TooDeep())) {
            case Obstacle.Unsatisfied(Offer.Group recorded) -> {
                List<Offer.Group> failed = offer.groups(universe.architecture()).stream()
                        .filter(group -> group.strength() == Strength.NEEDED
                                && possible(group).allMatch(obstacles::containsKey))
                        .toList();
                (failed.isEmpty() ? List.of(recorded) : failed).forEach(group -> follow(group, offer, why, at));
            }
            case Obstacle.Conflict(Named with) ->
                problems.add(Problem.of("'" + offer.chosen().name() + "' cannot be had")
                        .at(at)
                        .because("it cannot be installed together with '" + with + "'"
                                + world.installed(with)
                                        .map(there -> " (" + there.why().chain() + ")")
                                        .orElse("")
                                + "; needed by " + why.chain()));
            case Obstacle.TooDeep() ->
                problems.add(Problem.of("'" + offer.chosen().name() + "' cannot be had")
                        .at(at)
                        .because("its needs lead through more than " + TakePackage.MAX_DEPTH
                                + " packages, or round and round"));
        }
    }

    private void follow(Offer.Group group, Offer of, Step why, Position at) {
        List<Offer> inTheWay = possible(group)
                .filter(offer -> obstacles.containsKey(offer) && !seen.contains(offer))
                .limit(1)
                .toList();
        if (inTheWay.isEmpty()) {
            problems.add(Problem.of("a dependency cannot be had: '" + group + "'")
                    .at(of.chosen().stanza().at())
                    .because(whyNot(universe, group.alternatives().getFirst()) + "; needed by " + why.chain())
                    .hint("add the archive that has it to 'sources', or list it under 'base' if every node has it"));
        }
        inTheWay.forEach(offer -> follow(offer, new Step(Words.describe(group, offer), why), at));
    }

    private Stream<Offer> possible(Offer.Group group) {
        return group.alternatives().stream()
                .flatMap(alternative -> Stream.concat(
                        universe.named(alternative.name()).offers().stream()
                                .filter(offer -> universe.accepts(alternative, offer)),
                        universe.named(alternative.name()).provisions().stream()
                                .filter(provision -> universe.accepts(alternative, provision))
                                .map(Named.Provision::by)));
    }

    /** Why nothing will do for this relation, in a few words, with what comes nearest. */
    static String whyNot(Universe universe, Relation wanted) {
        Named named = universe.named(wanted.name());
        List<String> versions = Stream.concat(
                        named.offers().stream()
                                .map(offer -> offer.chosen().version().text()),
                        named.provisions().stream()
                                .map(provision -> provision.by().chosen().name()
                                        + (provision.version() == null
                                                ? " (which provides it without a version)"
                                                : " (which provides " + provision.version() + ")")))
                .distinct()
                .toList();
        if (versions.isEmpty()) {
            return "no source has a package '" + wanted.name() + "' for " + universe.architecture();
        }
        String more = versions.size() > VERSIONS_SHOWN ? ", …" : "";
        String multiarch = wanted.architecture().equals("any") ? " without 'Multi-Arch: allowed'" : "";
        return "of '" + wanted.name() + "' there is only "
                + String.join(", ", versions.stream().limit(VERSIONS_SHOWN).toList()) + more + multiarch;
    }
}
