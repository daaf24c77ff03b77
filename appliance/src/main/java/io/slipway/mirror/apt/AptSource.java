package io.slipway.mirror.apt;

import io.slipway.common.Position;
import java.net.URI;
import java.util.List;

/**
 * One suite of an archive, as a line of {@code sources.list} has it.
 *
 * @param archive the archive's root, ends with {@code /}
 * @param suite such as {@code bookworm-updates}; one that ends with {@code /} is the directory of a flat archive
 * @param components empty for a flat archive
 * @param checkValidUntil whether an index that is past its date, or older than the last one, is refused
 * @param filter which of its packages count at all
 * @param whole whether everything in it is taken, and not only what a list of packages needs
 * @param at where it was configured
 */
public record AptSource(
        URI archive,
        String suite,
        List<String> components,
        List<String> architectures,
        Trust trust,
        boolean checkValidUntil,
        Extras extras,
        Filter filter,
        boolean whole,
        Publication publication,
        Position at) {

    public AptSource {
        archive = archive.toString().endsWith("/") ? archive : URI.create(archive + "/");
        components = List.copyOf(components);
        architectures = List.copyOf(architectures);
    }

    /** A source of which packages are taken as a list needs them, to be published with others. */
    public static AptSource plain(
            URI archive,
            String suite,
            List<String> components,
            List<String> architectures,
            Trust trust,
            boolean checkValidUntil,
            Position at) {
        return new AptSource(
                archive,
                suite,
                components,
                architectures,
                trust,
                checkValidUntil,
                Extras.NONE,
                Filter.NONE,
                false,
                Publication.MERGED,
                at);
    }

    public AptSource trusting(Trust other) {
        return new AptSource(
                archive,
                suite,
                components,
                architectures,
                other,
                checkValidUntil,
                extras,
                filter,
                whole,
                publication,
                at);
    }

    /** The same archive's other suite. */
    public AptSource withSuite(String other) {
        return new AptSource(
                archive,
                other,
                components,
                architectures,
                trust,
                checkValidUntil,
                extras,
                filter,
                whole,
                publication,
                at);
    }

    public boolean flat() {
        return suite.endsWith("/");
    }

    /** Whether its indexes can be given out as they are. */
    public boolean takenAsItIs() {
        return whole && filter.isNone();
    }

    public boolean merged() {
        return publication == Publication.MERGED;
    }

    /** The directory in which the Release file stands, relative to the archive. */
    String directory() {
        return directory(suite);
    }

    static String directory(String suite) {
        if (suite.endsWith("/")) {
            return suite.equals("/") || suite.equals("./") ? "" : suite;
        }
        return "dists/" + suite + "/";
    }

    /** The archive's path at its vendor, relative and with {@code /} at its end: where it is published, too. */
    String vendorPath() {
        return archive.getPath().replaceAll("/{2,}", "/").substring(1);
    }

    /** {@code archive suite}: what identifies it in messages and in a generation. */
    public String label() {
        return archive + " " + suite;
    }
}
