package io.slipway.automation.module.facts;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Chooses collectors by the rules of {@code gather_subset}. */
final class Subsets {

    /** Areas of Ansible that hold nothing here, but that content may name. */
    private static final Set<String> EMPTY = Set.of("facter", "ohai", "python", "python_version");

    private Subsets() {}

    private static List<Collector> all() {
        List<Collector> all = new ArrayList<>(List.of(
                new PlatformFacts(), new DistributionFacts(), new UserFacts(), new TimeFacts(), new LocalFacts()));
        all.addAll(SystemFacts.all());
        all.addAll(List.of(new HardwareFacts(), new NetworkFacts(), new VirtualFacts()));
        return all;
    }

    /** @throws ModuleFailure for a name that is no subset */
    static List<Collector> select(List<String> subset) {
        List<Collector> all = all();
        Set<Collector> included = new LinkedHashSet<>();
        Set<Collector> excluded = new LinkedHashSet<>();
        boolean minimum = true;
        boolean named = false;
        for (String word : subset) {
            boolean not = word.startsWith("!");
            String name = not ? word.substring(1) : word;
            switch (name) {
                case "all" -> {
                    if (not) {
                        excluded.addAll(all.stream()
                                .filter(Predicate.not(Collector::minimal))
                                .toList());
                    } else {
                        included.addAll(all);
                    }
                }
                case "min" -> minimum = !not;
                default -> (not ? excluded : included).addAll(named(name, all));
            }
            named |= !not;
        }
        if (!named && subset.stream().noneMatch("!all"::equals)) {
            included.addAll(all);
        }
        boolean withMinimum = minimum;
        Set<Collector> explicit = new LinkedHashSet<>();
        subset.stream()
                .filter(word -> !word.startsWith("!") && !word.equals("all") && !word.equals("min"))
                .forEach(word -> explicit.addAll(named(word, all)));
        return all.stream()
                .filter(collector -> explicit.contains(collector)
                        || (included.contains(collector)
                                && !excluded.contains(collector)
                                && (withMinimum || !collector.minimal()))
                        || (withMinimum && collector.minimal() && !excluded.contains(collector)))
                .toList();
    }

    private static List<Collector> named(String name, List<Collector> all) {
        List<Collector> found = all.stream()
                .filter(collector ->
                        collector.name().equals(name) || collector.aliases().contains(name))
                .toList();
        if (found.isEmpty() && !EMPTY.contains(name)) {
            Set<String> names = new TreeSet<>(EMPTY);
            names.addAll(List.of("all", "min"));
            all.forEach(collector -> {
                names.add(collector.name());
                names.addAll(collector.aliases());
            });
            throw new ModuleFailure(Problem.of("Bad subset '" + name
                            + "' given to Ansible. gather_subset options allowed: " + String.join(", ", names))
                    .hint(NearMiss.hint(name, names)));
        }
        return found;
    }
}
