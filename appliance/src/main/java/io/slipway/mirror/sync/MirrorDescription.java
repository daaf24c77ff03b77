package io.slipway.mirror.sync;

import io.slipway.common.Digest;
import io.slipway.common.Position;
import io.slipway.common.crypto.Fingerprint;
import io.slipway.mirror.apt.closure.ClosureRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What one file under {@code mirrors/} asks for.
 *
 * @param name the file's name without {@code .yml}
 * @param text the digest of the file's text: a changed file means a new sync
 * @param publishedSuite empty for the first source's suite
 */
public record MirrorDescription(
        String name,
        Path file,
        Digest text,
        List<Source> sources,
        ClosureRequest packages,
        String publishedSuite,
        String publishedComponent) {

    public MirrorDescription {
        sources = List.copyOf(sources);
    }

    /** Where packages come from. */
    public sealed interface Source {

        Position at();

        /**
         * An archive at an address.
         *
         * @param signedBy keyring files, or addresses of keys
         * @param fingerprints which keys of those are trusted; empty for all, which addresses do not allow
         */
        record Apt(
                URI uri,
                List<String> suites,
                List<String> components,
                List<String> architectures,
                List<String> signedBy,
                Set<Fingerprint> fingerprints,
                boolean checkValidUntil,
                Position at)
                implements Source {}

        /**
         * The machine's own apt sources.
         *
         * @param suites code names; empty for the release that the machine runs
         * @param architectures empty for the machine's own
         */
        record MachineApt(List<String> suites, List<String> components, List<String> architectures, Position at)
                implements Source {}
    }

    /** Whether its content depends on the machine that does the sync. */
    boolean machineDependent() {
        return sources.stream().anyMatch(Source.MachineApt.class::isInstance);
    }
}
