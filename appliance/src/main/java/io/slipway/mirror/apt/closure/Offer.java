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
    private @Nullable Relationships relationships;

    /** @param priority of the archive, as in apt_preferences(5) */
    Offer(Named named, BinaryPackage chosen, int priority) {
        this.named = named;
        this.chosen = chosen;
        this.priority = priority;
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
    private record Relationships(
            List<Group> groups, List<Relation> conflicts, boolean essential, int rank, boolean anyArchitecture) {}

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

    boolean essential(String architecture) {
        return relationships(architecture).essential();
    }

    /** How important it is: lower is more. */
    int rank(String architecture) {
        return relationships(architecture).rank();
    }

    /** Whether it says that it satisfies {@code name:any}. */
    boolean anyArchitecture(String architecture) {
        return relationships(architecture).anyArchitecture();
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
        int rank = PRIORITIES.indexOf(chosen.priority());
        return new Relationships(
                List.copyOf(groups),
                List.copyOf(conflicts),
                chosen.essential(),
                rank < 0 ? PRIORITIES.size() : rank,
                chosen.stanza().field("Multi-Arch").filter("allowed"::equals).isPresent());
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
