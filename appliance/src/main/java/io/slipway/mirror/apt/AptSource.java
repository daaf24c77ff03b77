package io.slipway.mirror.apt;

import io.slipway.common.Position;
import io.slipway.common.crypto.Keyring;
import java.net.URI;
import java.util.List;

/**
 * One suite of an archive, as a line of {@code sources.list} has it.
 *
 * @param archive the archive's root, ends with {@code /}
 * @param suite such as {@code bookworm-updates}; one that ends with {@code /} is the directory of a flat archive
 * @param components empty for a flat archive
 * @param keyring who may sign it
 * @param checkValidUntil whether an index that is past its date is refused
 * @param at where it was configured
 */
public record AptSource(
        URI archive,
        String suite,
        List<String> components,
        List<String> architectures,
        Keyring keyring,
        boolean checkValidUntil,
        Position at) {

    public AptSource {
        archive = archive.toString().endsWith("/") ? archive : URI.create(archive + "/");
        components = List.copyOf(components);
        architectures = List.copyOf(architectures);
    }

    public boolean flat() {
        return suite.endsWith("/");
    }

    /** The directory in which the Release file stands, relative to the archive. */
    String directory() {
        if (flat()) {
            return suite.equals("/") || suite.equals("./") ? "" : suite;
        }
        return "dists/" + suite + "/";
    }

    /** {@code archive suite}: what identifies it in messages and in a generation. */
    public String label() {
        return archive + " " + suite;
    }
}
