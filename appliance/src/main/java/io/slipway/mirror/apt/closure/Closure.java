package io.slipway.mirror.apt.closure;

import io.slipway.mirror.apt.control.BinaryPackage;
import java.util.List;

/**
 * A list of packages with everything that it needs, for one architecture.
 *
 * @param picks sorted by name and version
 */
public record Closure(String architecture, List<Pick> picks) {

    public Closure {
        picks = List.copyOf(picks);
    }

    /**
     * A package and why it is here.
     *
     * @param chain from what was asked for down to this package: {@code curl → libcurl4 (= 7.88.1) → libssh2-1 (>= 1.7.0)}
     */
    public record Pick(BinaryPackage chosen, String chain) {}

    /** The sum of the sizes of all packages, in bytes. */
    public long size() {
        return picks.stream().mapToLong(pick -> pick.chosen().size()).sum();
    }
}
