package io.slipway.mirror.apt;

import io.slipway.common.Digest;
import io.slipway.mirror.apt.closure.Closure;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.SourcePackage;
import io.slipway.mirror.store.ContentStore;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which entries of an archive's indexes a mirror takes: everything, or what closures or filters picked from it. */
public sealed interface Selection {

    boolean takes(BinaryPackage each);

    boolean takes(SourcePackage each);

    record Everything() implements Selection {
        @Override
        public boolean takes(BinaryPackage each) {
            return true;
        }

        @Override
        public boolean takes(SourcePackage each) {
            return true;
        }
    }

    /**
     * @param digests of the packages that were picked
     * @param sources what they were built from
     */
    record Picked(Set<Digest> digests, Set<String> sources) implements Selection {
        @Override
        public boolean takes(BinaryPackage each) {
            return digests.contains(each.sha256());
        }

        @Override
        public boolean takes(SourcePackage each) {
            return sources.contains(each.id());
        }
    }

    /** What is taken of a suite. */
    static Selection of(ContentStore store, UpstreamSuite suite, List<Closure> closures) {
        AptSource source = suite.source();
        if (source.takenAsItIs()) {
            return new Everything();
        }
        if (source.whole()) {
            return filtered(store, suite);
        }
        URI archive = source.archive();
        Set<Digest> digests = new HashSet<>();
        Set<String> sources = new HashSet<>();
        closures.stream()
                .flatMap(closure -> closure.picks().stream())
                .map(Closure.Pick::chosen)
                .filter(chosen -> chosen.archive().equals(archive))
                .forEach(chosen -> {
                    digests.add(chosen.sha256());
                    sources.add(SourcePackage.idFor(chosen));
                });
        return new Picked(digests, sources);
    }

    private static Selection filtered(ContentStore store, UpstreamSuite suite) {
        Predicate<BinaryPackage> filter = Filter.of(store, suite);
        Set<Digest> digests = new HashSet<>();
        Set<String> sources = new HashSet<>();
        ReadIndexes.packages(store, suite, each -> {
            if (filter.test(each)) {
                digests.add(each.sha256());
                sources.add(SourcePackage.idFor(each));
            }
        });
        return new Picked(digests, sources);
    }
}
