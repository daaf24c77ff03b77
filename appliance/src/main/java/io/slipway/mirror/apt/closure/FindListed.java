package io.slipway.mirror.apt.closure;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.control.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the packages that items of a list name: by name, version, pattern of versions, or as the newest few. */
final class FindListed {

    /** Every name in a universe is compared with what was written: not more often than anybody reads. */
    private static final int MISSES_EXPLAINED = 20;

    private final Universe universe;
    private final Consumer<Problem> problems;
    private final Choices choices;
    private int misses;

    FindListed(Universe universe, Consumer<Problem> problems) {
        this.universe = universe;
        this.problems = problems;
        this.choices = new Choices(universe, new World(universe), false);
    }

    List<Listed> find(List<ClosureRequest.Item> items) {
        return items.stream().flatMap(this::find).toList();
    }

    private Stream<Listed> find(ClosureRequest.Item item) {
        Relation wanted = item.relation();
        String qualifier = wanted.architecture();
        if (!qualifier.isEmpty()
                && !List.of("any", "native", universe.architecture()).contains(qualifier)) {
            return Stream.empty();
        }
        List<Offer> found = offers(item);
        if (found.isEmpty()) {
            problems.accept(problem(item));
        }
        return found.stream().map(offer -> new Listed(offer, new Step(words(item, offer), null), item.at()));
    }

    private static String words(ClosureRequest.Item item, Offer offer) {
        boolean exact = item.newest() > 0 || !item.versions().isEmpty();
        return exact ? offer.chosen().name() + "=" + offer.chosen().version() : Words.describe(item.relation(), offer);
    }

    private List<Offer> offers(ClosureRequest.Item item) {
        Relation wanted =
                new Relation(item.relation().name(), "", item.relation().constraint());
        Pattern shape = item.versions().isEmpty() ? null : glob(item.versions());
        List<Offer> called = universe.named(wanted.name()).offers().stream()
                .filter(offer -> universe.accepts(wanted, offer))
                .filter(offer -> shape == null
                        || shape.matcher(offer.chosen().version().text()).matches())
                .toList();
        if (called.isEmpty() && shape == null && item.newest() == 0) {
            Optional<Offer> provider = choices.of(wanted).stream().findFirst();
            return provider.map(List::of).orElse(List.of());
        }
        return item.newest() == 0
                ? called.stream().limit(1).toList()
                : newest(called).stream().limit(item.newest()).toList();
    }

    private static List<Offer> newest(List<Offer> offers) {
        List<Offer> distinct = new ArrayList<>();
        offers.stream()
                .sorted(Comparator.comparing((Offer offer) -> offer.chosen().version())
                        .reversed())
                .filter(offer -> distinct.isEmpty()
                        || offer.chosen()
                                        .version()
                                        .compareTo(distinct.getLast().chosen().version())
                                != 0)
                .forEach(distinct::add);
        return distinct;
    }

    private static Pattern glob(String versions) {
        return Pattern.compile(
                Stream.of(versions.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private Problem problem(ClosureRequest.Item item) {
        String name = item.relation().name();
        boolean known = !universe.named(name).offers().isEmpty();
        String near = !known && misses++ < MISSES_EXPLAINED ? NearMiss.hint(name, universe.packageNames()) : "";
        return Problem.of("the package '" + item + "' cannot be had")
                .at(item.at())
                .because(Explain.whyNot(universe, item.relation()))
                .hint(known || !near.isEmpty() ? near : "add the archive that has it to 'sources'");
    }
}
