package io.slipway.mirror.apt.control;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of a {@code Sources} index.
 *
 * @param archive the root of the archive that has it
 * @param files what it consists of
 * @param stanza the whole entry
 */
public record SourcePackage(String name, String version, URI archive, List<File> files, Stanza stanza) {

    public SourcePackage {
        files = List.copyOf(files);
    }

    /**
     * @param path relative to the archive's root
     * @param size in bytes
     */
    public record File(String path, long size, Digest sha256) {}

    /** @throws ControlException if a field that matters is missing or not what it must be */
    public static SourcePackage of(Stanza stanza, URI archive) {
        String directory = stanza.field("Directory").orElse("");
        String prefix = directory.isEmpty() || directory.equals(".") ? "" : directory + "/";
        List<File> files = new ArrayList<>();
        String list = stanza.field("Checksums-Sha256")
                .orElseThrow(() -> NoSha256.of(
                        "this source package has",
                        stanza.field("Checksums-Sha512").isPresent(),
                        stanza.at()));
        for (String line : list.split("\n")) {
            String[] words = line.strip().split("\\s+", 3);
            if (words.length == 3 && Digest.isHex(words[0]) && words[1].matches("[0-9]{1,15}")) {
                String path = ArchivePath.checked(prefix + words[2], stanza.at());
                files.add(new File(path, Long.parseLong(words[1]), new Digest(words[0])));
            } else if (!line.isBlank()) {
                throw new ControlException(Problem.of("this is not 'digest size file': '" + line.strip() + "'")
                        .at(stanza.at()));
            }
        }
        return new SourcePackage(stanza.require("Package"), stanza.require("Version"), archive, files, stanza);
    }

    /** What distinguishes it from every other source package. */
    public String id() {
        return id(name, version);
    }

    /** The {@link #id} of the source that a binary package was built from. */
    public static String idFor(BinaryPackage built) {
        String source = built.stanza().field("Source").orElse(built.name());
        int version = source.indexOf(" (");
        return version > 0 && source.endsWith(")")
                ? id(source.substring(0, version), source.substring(version + 2, source.length() - 1))
                : id(source, built.version().text());
    }

    private static String id(String name, String version) {
        return name + " " + version;
    }
}
