package io.slipway.automation.module.archive;

import io.slipway.common.Problem;
import java.util.regex.Pattern;

/** What to do when a node cannot unpack what it was given. */
final class NoArchive {

    private static final Pattern CUT_OFF = Pattern.compile(
            "(?i)unexpected end of (?:file|input)|unexpected EOF|truncated|End-of-central-directory signature not found");
    private static final String UNKNOWN = "Failed to find handler";

    private NoArchive() {}

    /** @param subject the archive, or the folder that is missing */
    static Problem problem(String what, String subject) {
        Problem problem = Problem.of(what);
        if (what.endsWith(" must be an existing dir")) {
            return problem.hint("make it first: file: {path: " + subject + ", state: directory}");
        }
        if (CUT_OFF.matcher(what).find()) {
            return problem.hint("it is only a part of an archive: fetch or copy it again, with its checksum");
        }
        return what.startsWith(UNKNOWN)
                ? problem.hint("'file " + subject
                        + "' on the node says what it is; archives are tar, plain or packed by gzip, bzip2,"
                        + " xz or zstd, and zip")
                : problem;
    }
}
