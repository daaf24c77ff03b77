package io.slipway.mirror.apt.closure;

import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.Relation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A package that can be had. What it needs is read when somebody first asks: of most packages nobody ever does. */
final class Offer {

    private static final List<String> PRIORITIES = List.of("required", "important", "standard", "optional", "extra");

    private final Named named;
    private final BinaryPackage chosen;
    private final int priority;
    private final Traits traits;
    private @Nullable Relationships relationships;

    /** @param priority of the archive, as in apt_preferences(5) */
    Offer(Named named, BinaryPackage chosen, int priority, Traits traits) {
        this.named = named;
        this.chosen = chosen;
        this.priority = priority;
        this.traits = traits;
    }

    /**
     * What decides between packages that would do.
     *
     * @param rank how important it is: lower is more, from 0 for what is required
     * @param anyArchitecture whether it satisfies {@code name:any}
     */
    record Traits(int rank, boolean essential, boolean anyArchitecture) {}

    static int rank(@Nullable String priority) {
        int rank = PRIORITIES.indexOf(priority == null ? "optional" : priority);
        return rank < 0 ? PRIORITIES.size() : rank;
    }

    /** How strongly a group of alternatives is asked for. */
    enum Strength {
        NEEDED,
        RECOMMENDED,
        SUGGESTED
    }

    /** @param alternatives of which one will do */
    record Group(List<Relation> alternatives, Strength strength) {
        @Override
        public String toString() {
            return String.join(
                    " | ", alternatives.stream().map(Relation::toString).toList());
        }
    }

    /**
     * @param groups in the order in which apt goes through them
     * @param conflicts {@code Conflicts} and {@code Breaks}
     */
    private record Relationships(List<Group> groups, List<Relation> conflicts) {}

    Named named() {
        return named;
    }

    BinaryPackage chosen() {
        return chosen;
    }

    int priority() {
        return priority;
    }

    List<Group> groups(String architecture) {
        return relationships(architecture).groups();
    }

    List<Relation> conflicts(String architecture) {
        return relationships(architecture).conflicts();
    }

    Traits traits() {
        return traits;
    }

    private Relationships relationships(String architecture) {
        Relationships known = relationships;
        if (known == null) {
            known = read(architecture);
            relationships = known;
        }
        return known;
    }

    private Relationships read(String architecture) {
        List<Group> groups = new ArrayList<>();
        add("Pre-Depends", Strength.NEEDED, architecture, groups);
        add("Depends", Strength.NEEDED, architecture, groups);
        add("Recommends", Strength.RECOMMENDED, architecture, groups);
        add("Suggests", Strength.SUGGESTED, architecture, groups);
        List<Relation> conflicts = new ArrayList<>();
        for (String field : List.of("Conflicts", "Breaks")) {
            chosen.relations(field, architecture).forEach(conflicts::addAll);
        }
        return new Relationships(List.copyOf(groups), List.copyOf(conflicts));
    }

    private void add(String field, Strength strength, String architecture, List<Group> into) {
        chosen.relations(field, architecture)
                .forEach(alternatives -> into.add(new Group(List.copyOf(alternatives), strength)));
    }

    @Override
    public String toString() {
        return chosen.toString();
    }
}
