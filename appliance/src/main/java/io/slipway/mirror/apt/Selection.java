package io.slipway.mirror.apt;

import io.slipway.common.Digest;
import io.slipway.mirror.apt.closure.Closure;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.SourcePackage;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which entries of an archive's indexes a mirror takes: everything, or what closures picked from it. */
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

    /** What is taken of a source. */
    static Selection of(AptSource source, List<Closure> closures) {
        if (source.whole()) {
            return new Everything();
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
}
