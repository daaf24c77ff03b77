package io.slipway.mirror.apt.closure;

import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.Relation;
import io.slipway.mirror.apt.control.Relations;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All packages that can be had for one architecture, by what they are called and by what they provide. */
public final class Universe {

    /** What apt gives an archive that says nothing about itself (apt_preferences(5)). */
    public static final int USUAL_PRIORITY = 500;

    /** What apt gives an archive that is not to be taken from unless asked, but upgraded from: {@code ButAutomaticUpgrades}. */
    public static final int BACKPORTS_PRIORITY = 100;

    /** What apt gives an archive that is not to be taken from unless asked: {@code NotAutomatic}. */
    public static final int EXPERIMENTAL_PRIORITY = 1;

    /** First the fields that mention names, in the order in which apt reads them. */
    private static final String[] FIELDS = {
        "Pre-Depends",
        "Depends",
        "Conflicts",
        "Breaks",
        "Recommends",
        "Suggests",
        "Replaces",
        "Enhances",
        "Provides",
        "Priority",
        "Essential",
        "Important",
        "Multi-Arch"
    };

    private static final int PROVIDES = 8;
    private static final int PRIORITY = 9;
    private static final int ESSENTIAL = 10;
    private static final int IMPORTANT = 11;
    private static final int MULTI_ARCH = 12;

    private final String architecture;
    private final Map<String, Named> names = new HashMap<>();

    /** @param architecture what nodes run, such as {@code amd64}; packages of other architectures than this and {@code all} are ignored */
    public Universe(String architecture) {
        this.architecture = architecture;
    }

    /** @param packages in the order of the sources and their indexes, all of archives that are equally good */
    public Universe(String architecture, Collection<BinaryPackage> packages) {
        this(architecture);
        packages.forEach(each -> add(each, USUAL_PRIORITY));
    }

    /** @param priority of its archive: a higher one wins over a later version */
    public void add(BinaryPackage each, int priority) {
        if (!each.architecture().equals(architecture) && !each.architecture().equals("all")) {
            return;
        }
        Named named = named(each.name());
        @Nullable String[] fields = each.stanza().values(FIELDS);
        for (int i = 0; i <= PROVIDES; i++) {
            String text = fields[i];
            if (text != null) {
                mention(text);
            }
        }
        String provides = fields[PROVIDES];
        Offer.Traits traits = new Offer.Traits(
                Offer.rank(fields[PRIORITY]),
                "yes".equals(fields[ESSENTIAL]) || "yes".equals(fields[IMPORTANT]),
                "allowed".equals(fields[MULTI_ARCH]));
        named.offer(new Offer(named, each, priority, traits)).ifPresent(offer -> {
            if (provides != null) {
                addProvides(offer, provides);
            }
        });
    }

    private void addProvides(Offer offer, String provides) {
        for (List<Relation> group :
                Relations.parse(provides, architecture, offer.chosen().stanza().at())) {
            Relation provided = group.getFirst();
            Relation.Constraint constraint = provided.constraint();
            boolean itself = provided.name().equals(offer.chosen().name()) && constraint == null;
            if (!itself) {
                named(provided.name())
                        .provisions()
                        .add(new Named.Provision(offer, constraint == null ? null : constraint.version()));
            }
        }
    }

    /** Gives each name that a field mentions its number; cheaper than understanding the field. */
    private void mention(String text) {
        boolean expected = true;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == ',' || c == '|') {
                expected = true;
            } else if (expected && !Character.isWhitespace(c)) {
                int end = at;
                while (end < text.length() && " \t\n,|([<:".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                boolean qualified = end < text.length() && text.charAt(end) == ':';
                if (!qualified && end > at) {
                    named(text.substring(at, end));
                }
                at = Math.max(end - 1, at);
                expected = false;
            }
        }
    }

    public String architecture() {
        return architecture;
    }

    Named named(String name) {
        Named known = names.get(name);
        if (known == null) {
            known = new Named(name, names.size());
            names.put(name, known);
        }
        return known;
    }

    /** Every package's best version. */
    Stream<Offer> best() {
        return names.values().stream().flatMap(named -> named.best().stream());
    }

    /** The packages that can be had whose name is such, in alphabetical order. */
    Stream<Named> called(Predicate<String> such) {
        return names.values().stream()
                .filter(named -> !named.offers().isEmpty() && such.test(named.name()))
                .sorted((a, b) -> a.name().compareTo(b.name()));
    }

    /** The names of packages that can be had. */
    List<String> packageNames() {
        return called(name -> true).map(Named::name).toList();
    }

    /** Whether a package called so will do. */
    boolean accepts(Relation wanted, Offer offer) {
        return architectureFits(wanted, offer) && wanted.accepts(offer.chosen().version());
    }

    /** Whether a package that provides it will do. */
    boolean accepts(Relation wanted, Named.Provision provision) {
        return architectureFits(wanted, provision.by()) && wanted.acceptsProvided(provision.version());
    }

    /** {@code :any} is for those alone that say {@code Multi-Arch: allowed} (policy of multiarch). */
    private boolean architectureFits(Relation wanted, Offer offer) {
        return switch (wanted.architecture()) {
            case "", "native" -> true;
            case "any" -> offer.traits().anyArchitecture();
            default -> Objects.equals(wanted.architecture(), architecture);
        };
    }
}
