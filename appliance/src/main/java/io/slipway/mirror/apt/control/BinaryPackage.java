package io.slipway.mirror.apt.control;

import io.slipway.common.DebianVersion;
import io.slipway.common.Digest;
import io.slipway.common.Problem;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a {@code Packages} index.
 *
 * @param archive the root of the archive that has it
 * @param filename the path of the {@code .deb}, relative to the archive's root
 * @param size in bytes
 * @param stanza the whole entry
 */
public record BinaryPackage(
        String name,
        DebianVersion version,
        String architecture,
        URI archive,
        String filename,
        long size,
        Digest sha256,
        Stanza stanza) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]*");
    private static final String[] NEEDED = {"Package", "Version", "Architecture", "Filename", "Size", "SHA256"};
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,15}");
    private static final Pattern ARCHITECTURE = Pattern.compile("[a-z0-9][a-z0-9-]*");

    /** @throws ControlException if a field that matters is missing or not what it must be */
    public static BinaryPackage of(Stanza stanza, URI archive) {
        @Nullable String[] values = stanza.values(NEEDED);
        String name = shaped(stanza, 0, values, NAME);
        String written = required(stanza, 1, values);
        DebianVersion version = DebianVersion.parse(written).orElseThrow(() -> wrong(stanza, "Version", written));
        String architecture = shaped(stanza, 2, values, ARCHITECTURE).intern();
        String filename = ArchivePath.checked(required(stanza, 3, values), stanza.at());
        String size = shaped(stanza, 4, values, SIZE);
        if (values[5] == null) {
            throw NoSha256.of("this package has", stanza.field("SHA512").isPresent(), stanza.at());
        }
        String sha256 = required(stanza, 5, values).toLowerCase(Locale.ROOT);
        if (!Digest.isHex(sha256)) {
            throw wrong(stanza, "SHA256", sha256);
        }
        return new BinaryPackage(
                name, version, architecture, archive, filename, Long.parseLong(size), new Digest(sha256), stanza);
    }

    private static String required(Stanza stanza, int field, @Nullable String[] values) {
        String value = values[field];
        return value == null || value.isEmpty() ? stanza.require(NEEDED[field]) : value;
    }

    private static String shaped(Stanza stanza, int field, @Nullable String[] values, Pattern shape) {
        String value = required(stanza, field, values);
        if (!shape.matcher(value).matches()) {
            throw wrong(stanza, NEEDED[field], value);
        }
        return value;
    }

    private static ControlException wrong(Stanza stanza, String field, String value) {
        return new ControlException(
                Problem.of("'" + value + "' cannot be a " + field).at(stanza.at()));
    }

    /** The same without its entry's text, of which a list of very many has no need. */
    public BinaryPackage bare() {
        return new BinaryPackage(name, version, architecture, archive, filename, size, sha256, stanza.bare());
    }

    /** Where to get it. */
    public URI address() {
        return ArchivePath.address(archive, filename);
    }

    /** {@code Depends}, {@code Pre-Depends}, {@code Recommends} …, judged for an architecture. */
    public List<List<Relation>> relations(String field, String forArchitecture) {
        return stanza.field(field)
                .map(text -> Relations.parse(text, forArchitecture, stanza.at()))
                .orElse(List.of());
    }

    public boolean essential() {
        return flag("Essential") || flag("Important");
    }

    private boolean flag(String field) {
        return stanza.field(field).filter("yes"::equals).isPresent();
    }

    /** {@code required}, {@code important}, {@code standard}, {@code optional} or {@code extra}; the latter two when it does not say. */
    public String priority() {
        return stanza.field("Priority").orElse("optional");
    }

    /** {@code name_version_architecture}: what distinguishes it from every other package. */
    public String id() {
        return name + "_" + version + "_" + architecture;
    }

    @Override
    public String toString() {
        return name + " " + version + " " + architecture;
    }
}
