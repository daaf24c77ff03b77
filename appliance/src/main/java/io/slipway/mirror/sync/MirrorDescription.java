package io.slipway.mirror.sync;

import io.slipway.common.Digest;
import io.slipway.common.Position;
import io.slipway.common.crypto.Fingerprint;
import io.slipway.mirror.apt.Extras;
import io.slipway.mirror.apt.Filter;
import io.slipway.mirror.apt.Publication;
import io.slipway.mirror.apt.closure.ClosureRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Archives of packages, and what is wanted of them.
 *
 * @param name the file's name without {@code .yml}
 * @param text the digest of the file's text: a changed file means a new sync
 * @param publishedSuite empty for the first source's suite
 * @param changelogs the address at which nodes find what they ask of the pod for {@code apt changelog}, without {@code /} at its end
 */
public record MirrorDescription(
        String name,
        Path file,
        Digest text,
        List<Source> sources,
        ClosureRequest packages,
        String publishedSuite,
        String publishedComponent,
        Optional<String> changelogs)
        implements Description {

    public MirrorDescription {
        sources = List.copyOf(sources);
    }

    /** Where packages come from. */
    public sealed interface Source {

        Position at();

        /**
         * An archive at an address.
         *
         * @param uri may hold {@code $(ARCH)}, as may the suites
         * @param signedBy keyring files, or addresses of keys; empty where nobody needs to sign it
         * @param fingerprints which keys of those are trusted; empty for all, which addresses do not allow
         * @param filter which of its packages count at all
         * @param whole whether everything in it is taken
         * @param priority which archive a package is taken from, as in apt_preferences(5); 0 for what the archive itself says
         */
        record Apt(
                URI uri,
                List<String> suites,
                List<String> components,
                List<String> architectures,
                List<String> signedBy,
                Set<Fingerprint> fingerprints,
                boolean checkValidUntil,
                Extras extras,
                Filter filter,
                boolean whole,
                Publication publication,
                Access access,
                int priority,
                Position at)
                implements Source {

            public Apt {
                suites = List.copyOf(suites);
                components = List.copyOf(components);
                architectures = List.copyOf(architectures);
                signedBy = List.copyOf(signedBy);
                fingerprints = Set.copyOf(fingerprints);
            }
        }

        /**
         * The machine's own apt sources.
         *
         * @param suites code names; empty for the release that the machine runs
         * @param architectures empty for the machine's own
         */
        record MachineApt(List<String> suites, List<String> components, List<String> architectures, Position at)
                implements Source {}
    }

    /**
     * How an archive is reached.
     *
     * @param bytesPerSecond 0 for as fast as it goes
     * @param proxy its address; empty text for none at all; nothing for what the environment says
     * @param certificate a PEM file with the certificate that the archive asks for, and those that lead to its authority
     * @param key the PEM file of its private key
     * @param authority a PEM file with the authorities that the archive's own certificate may come from
     */
    public record Access(
            long bytesPerSecond,
            Optional<String> proxy,
            Optional<Path> certificate,
            Optional<Path> key,
            Optional<Path> authority) {

        boolean isUsual() {
            return bytesPerSecond == 0
                    && proxy.isEmpty()
                    && certificate.isEmpty()
                    && key.isEmpty()
                    && authority.isEmpty();
        }
    }

    @Override
    public boolean machineDependent() {
        return sources.stream().anyMatch(Source.MachineApt.class::isInstance);
    }

    /** Whether every source is taken whole, so that no list of packages is needed. */
    boolean takesAll() {
        return !sources.isEmpty()
                && sources.stream().allMatch(source -> source instanceof Source.Apt apt && apt.whole());
    }
}
