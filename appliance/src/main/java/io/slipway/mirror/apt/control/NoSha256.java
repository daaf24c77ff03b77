package io.slipway.mirror.apt.control;

import io.slipway.common.Position;
import io.slipway.common.Problem;

/** What to say of an index that does not give the digests that count. */
final class NoSha256 {

    private NoSha256() {}

    /**
     * @param what has none, with its verb
     * @param longer whether there is SHA512 instead: as safe, but not what the store knows files by
     */
    static ControlException of(String what, boolean longer, Position at) {
        return new ControlException(Problem.of(what + " no SHA256 digests")
                .at(at)
                .because(
                        longer
                                ? "it has SHA512 alone, and Slipway knows every file by its SHA256"
                                : "older digests are not safe enough to trust")
                .hint("ask who runs the archive to write SHA256 into its indexes"
                        + (longer ? ", too" : "")
                        + ": apt-ftparchive, aptly and reprepro do unless they are told not to"));
    }
}
