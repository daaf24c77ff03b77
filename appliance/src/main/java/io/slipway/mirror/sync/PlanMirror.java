package io.slipway.mirror.sync;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.AptSource;
import io.slipway.mirror.apt.Filter;
import io.slipway.mirror.apt.ReadIndexes;
import io.slipway.mirror.apt.Selection;
import io.slipway.mirror.apt.UpstreamSuite;
import io.slipway.mirror.apt.closure.Closure;
import io.slipway.mirror.apt.closure.ClosureException;
import io.slipway.mirror.apt.closure.ResolveClosure;
import io.slipway.mirror.apt.closure.Universe;
import io.slipway.mirror.apt.control.ArchivePath;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.SourcePackage;
import io.slipway.mirror.fetch.Wanted;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Decides what a mirror will hold: sources that are taken whole, and the closure of its list across all of them. */
final class PlanMirror {

    private final StoreWriter store;
    private final Lock lock;
    private final MirrorDescription description;
    private final List<UpstreamSuite> suites;
    private final List<Plan.Item> items = new ArrayList<>();
    private final List<Plan.SourceFile> files = new ArrayList<>();
    private final Burden.Share burden;
    private final Set<Digest> seen = new HashSet<>();

    private PlanMirror(
            StoreWriter store,
            MirrorDescription description,
            List<UpstreamSuite> suites,
            Lock lock,
            Burden.Share burden) {
        this.burden = burden;
        this.store = store;
        this.lock = lock;
        this.description = description;
        this.suites = suites;
    }

    /** @param closures one for each architecture; none if only whole sources are taken */
    record Planned(Plan plan, List<Closure> closures) {}

    /** @param burden what the plan adds to, until its owner has no need of it any more */
    static Planned plan(
            StoreWriter store,
            MirrorDescription description,
            List<UpstreamSuite> suites,
            Lock lock,
            Burden.Share burden) {
        return new PlanMirror(store, description, suites, lock, burden).run();
    }

    private Planned run() {
        List<Closure> closures = description.takesAll() ? List.of() : closures();
        closures.stream().flatMap(closure -> closure.picks().stream()).forEach(this::add);
        for (UpstreamSuite suite : suites) {
            AptSource source = suite.source();
            Selection selection = Selection.of(store.store(), suite, closures);
            if (source.whole()) {
                String why = (source.takenAsItIs() ? "all of " : "the filter of ") + source.label();
                ReadIndexes.packages(store.store(), suite, each -> {
                    if (selection.takes(each) && !seen.contains(each.sha256())) {
                        burden.file(source);
                        add(new Closure.Pick(each.bare(), why));
                    }
                });
            }
            ReadIndexes.installer(store.store(), suite, each -> {
                burden.file(source);
                add(new Closure.Pick(each.bare(), "the installer of " + source.label()));
            });
            ReadIndexes.sources(store.store(), suite, each -> {
                if (selection.takes(each)) {
                    each.files().forEach(file -> {
                        burden.file(source);
                        add(each, file);
                    });
                }
            });
        }
        return new Planned(new Plan(description.name(), suiteName(), items, files), closures);
    }

    private List<Closure> closures() {
        Map<String, Universe> universes = new LinkedHashMap<>();
        for (UpstreamSuite suite : suites) {
            suite.source()
                    .architectures()
                    .forEach(architecture -> universes.computeIfAbsent(architecture, Universe::new));
        }
        for (UpstreamSuite suite : suites) {
            int priority = priority(suite);
            Predicate<BinaryPackage> filter = Filter.of(store.store(), suite);
            ReadIndexes.packages(store.store(), suite, each -> {
                if (lock.allows(each) && filter.test(each)) {
                    burden.entry(suite.source(), each.stanza().length());
                    universes.values().forEach(universe -> universe.add(each, priority));
                }
            });
        }
        List<Closure> closures = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Universe universe : universes.values()) {
            try {
                closures.add(ResolveClosure.resolve(universe, description.packages()));
            } catch (ClosureException e) {
                problems.addAll(filtersExplained(lock.explained(e.problems())));
            }
        }
        if (!problems.isEmpty()) {
            throw new SyncException(problems);
        }
        return closures;
    }

    private List<Problem> filtersExplained(List<Problem> problems) {
        if (suites.stream().allMatch(suite -> suite.source().filter().isNone())) {
            return problems;
        }
        return problems.stream()
                .map(problem -> problem.hint((problem.hint().isEmpty() ? "" : problem.hint() + "; ")
                        + "or 'only', 'except' or 'newest' of a source leaves out what is needed"))
                .toList();
    }

    /** As the description says, else as the archive says of itself (apt_preferences(5)). */
    private int priority(UpstreamSuite suite) {
        for (MirrorDescription.Source source : description.sources()) {
            if (source instanceof MirrorDescription.Source.Apt apt
                    && apt.priority() > 0
                    && apt.at().equals(suite.source().at())) {
                return apt.priority();
            }
        }
        Map<String, String> release = suite.release().fields();
        if (!"yes".equals(release.get("notautomatic"))) {
            return Universe.USUAL_PRIORITY;
        }
        return "yes".equals(release.get("butautomaticupgrades"))
                ? Universe.BACKPORTS_PRIORITY
                : Universe.EXPERIMENTAL_PRIORITY;
    }

    private void add(Closure.Pick pick) {
        if (seen.add(pick.chosen().sha256())) {
            items.add(new Plan.Item(pick, store.has(Plan.content(pick))));
        }
    }

    private void add(SourcePackage of, SourcePackage.File file) {
        if (seen.add(file.sha256())) {
            Wanted wanted = new Wanted(
                    ArchivePath.address(of.archive(), file.path()), new Generation.Entry(file.sha256(), file.size()));
            files.add(new Plan.SourceFile(file.path(), wanted, store.has(wanted.content())));
        }
    }

    private String suiteName() {
        if (!description.publishedSuite().isEmpty()) {
            return description.publishedSuite();
        }
        return suites.stream()
                .map(UpstreamSuite::source)
                .filter(source -> source.merged() && !source.flat())
                .map(AptSource::suite)
                .findFirst()
                .orElse(description.name());
    }
}
