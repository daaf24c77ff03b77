package io.slipway.automation.module.facts;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chooses collectors by the rules of {@code gather_subset}, as Ansible applies them: names are added up, what is excluded is taken
 * away, what was named stays; and who needs another area's facts brings that area. An exclusion of something unknown is no error.
 */
final class Subsets {

    private Subsets() {}

    private static List<Collector> all() {
        List<Collector> all = new ArrayList<>(List.of(
                new PlatformFacts(),
                new DistributionFacts(),
                new UserFacts(),
                new TimeFacts(),
                new LocalFacts(),
                new PythonFacts()));
        all.addAll(SystemFacts.all());
        all.addAll(List.of(
                new HardwareFacts(),
                new NetworkFacts(),
                new VirtualFacts(),
                new GpuFacts(),
                new InfinibandFacts(),
                new BmcFacts(),
                new NumaFacts(),
                new NvmeFacts(),
                new RaidFacts()));
        return all;
    }

    /** @throws ModuleFailure for a name that is no subset */
    static List<Collector> select(List<String> subset) {
        List<Collector> all = all();
        Set<String> known = new TreeSet<>();
        Set<String> minimal = new HashSet<>();
        for (Collector collector : all) {
            known.add(collector.name());
            known.addAll(collector.aliases());
            if (collector.minimal()) {
                minimal.add(collector.name());
            }
        }
        Set<String> chosen = new HashSet<>(minimal);
        Set<String> excluded = new HashSet<>();
        Set<String> named = new HashSet<>();
        for (String word : subset) {
            switch (word) {
                case "min" -> {}
                case "all" -> chosen.addAll(known);
                case "!min" -> excluded.addAll(minimal);
                case "!all" ->
                    excluded.addAll(known.stream()
                            .filter(name -> !minimal.contains(name))
                            .toList());
                default -> {
                    if (word.startsWith("!")) {
                        exclude(word.substring(1), all, excluded);
                    } else {
                        requireKnown(word, known);
                        named.add(word);
                    }
                }
            }
        }
        chosen.removeAll(excluded);
        chosen.addAll(named);
        return withNeeded(all, chosen);
    }

    private static void exclude(String name, List<Collector> all, Set<String> excluded) {
        excluded.add(name);
        all.stream()
                .filter(collector -> collector.name().equals(name))
                .forEach(collector -> excluded.addAll(collector.aliases()));
    }

    private static List<Collector> withNeeded(List<Collector> all, Set<String> chosen) {
        Set<String> selected = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(chosen);
        while (!open.isEmpty()) {
            String name = open.pop();
            for (Collector collector : all) {
                boolean meant =
                        collector.name().equals(name) || collector.aliases().contains(name);
                if (meant && selected.add(collector.name())) {
                    open.addAll(collector.needs());
                }
            }
        }
        return all.stream()
                .filter(collector -> selected.contains(collector.name()))
                .toList();
    }

    private static void requireKnown(String name, Collection<String> known) {
        if (!known.contains(name)) {
            throw new ModuleFailure(Problem.of("Bad subset '" + name
                            + "' given to Ansible. gather_subset options allowed: all, " + String.join(", ", known))
                    .hint(NearMiss.hint(name, known)));
        }
    }
}
