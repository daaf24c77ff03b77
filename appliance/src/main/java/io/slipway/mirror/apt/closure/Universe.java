package io.slipway.mirror.apt.closure;

import io.slipway.common.DebianVersion;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All packages that can be had for one architecture, by what they are called and by what they provide. */
public final class Universe {

    private static final List<String> PRIORITIES = List.of("required", "important", "standard", "optional", "extra");

    private final String architecture;
    private final Map<String, List<BinaryPackage>> byName = new LinkedHashMap<>();
    private final Map<String, List<Provider>> providers = new HashMap<>();

    /** @param version the version under which it provides the name; null for none */
    private record Provider(
            BinaryPackage provider, @Nullable DebianVersion version) {}

    /**
     * @param architecture what nodes run, such as {@code amd64}; packages of other architectures than this and {@code all} are ignored
     * @param packages in the order of the sources and their indexes
     */
    public Universe(String architecture, Collection<BinaryPackage> packages) {
        this.architecture = architecture;
        for (BinaryPackage each : packages) {
            if (each.architecture().equals(architecture) || each.architecture().equals("all")) {
                byName.computeIfAbsent(each.name(), name -> new ArrayList<>(1)).add(each);
            }
        }
        Comparator<BinaryPackage> newestFirst =
                Comparator.comparing(BinaryPackage::version).reversed();
        for (List<BinaryPackage> versions : byName.values()) {
            if (versions.size() > 1) {
                versions.sort(newestFirst);
            }
        }
        newest().forEach(this::addProvides);
    }

    /** Only the newest version of a package counts as a provider, as with apt. */
    private void addProvides(BinaryPackage each) {
        for (List<Relation> group : each.relations("Provides", architecture)) {
            Relation provided = group.getFirst();
            Relation.Constraint constraint = provided.constraint();
            Provider provider = new Provider(each, constraint == null ? null : constraint.version());
            providers
                    .computeIfAbsent(provided.name(), name -> new ArrayList<>(1))
                    .add(provider);
        }
    }

    public String architecture() {
        return architecture;
    }

    /** The newest version of every package, in the order of the indexes. */
    public List<BinaryPackage> newest() {
        return byName.values().stream().map(List::getFirst).toList();
    }

    /** What apt would take for this relation: the newest package of that name that will do, else the most important provider. */
    public Optional<BinaryPackage> choose(Relation wanted) {
        return named(wanted).or(() -> provided(wanted));
    }

    private Optional<BinaryPackage> named(Relation wanted) {
        if (!architectureFits(wanted)) {
            return Optional.empty();
        }
        return byName.getOrDefault(wanted.name(), List.of()).stream()
                .filter(candidate -> wanted.accepts(candidate.version()))
                .findFirst();
    }

    private Optional<BinaryPackage> provided(Relation wanted) {
        if (!architectureFits(wanted)) {
            return Optional.empty();
        }
        return providers.getOrDefault(wanted.name(), List.of()).reversed().stream()
                .filter(candidate -> wanted.acceptsProvided(candidate.version()))
                .map(Provider::provider)
                .min(Comparator.comparingInt(Universe::rank));
    }

    /** Lower is more important. Of equal ranks the last one in the indexes is taken, as apt does. */
    private static int rank(BinaryPackage candidate) {
        int priority = PRIORITIES.indexOf(candidate.priority());
        return (candidate.essential() ? 0 : 10) + (priority < 0 ? PRIORITIES.size() : priority);
    }

    private boolean architectureFits(Relation wanted) {
        return switch (wanted.architecture()) {
            case "", "any", "native" -> true;
            default -> wanted.architecture().equals(architecture);
        };
    }

    /** Why nothing will do for this relation, in a few words. */
    String explain(Relation wanted) {
        List<BinaryPackage> versions = byName.getOrDefault(wanted.name(), List.of());
        if (!architectureFits(wanted)) {
            return wanted + " is of another architecture than " + architecture;
        }
        if (versions.isEmpty()) {
            return "no source has a package '" + wanted.name() + "' for " + architecture;
        }
        return "of '" + wanted.name() + "' there is only "
                + String.join(
                        ", ",
                        versions.stream()
                                .map(v -> v.version().text())
                                .distinct()
                                .limit(5)
                                .toList());
    }

    Collection<String> names() {
        return byName.keySet();
    }
}
