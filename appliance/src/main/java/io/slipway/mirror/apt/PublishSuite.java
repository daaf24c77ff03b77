package io.slipway.mirror.apt;

import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.apt.closure.Closure;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lays packages out as a suite of a Debian archive (the {@code dists/} and {@code pool/} that apt expects), signed with the pod's
 * key. Packages keep the paths that their upstream gave them, where those are below {@code pool/}.
 */
public final class PublishSuite {

    private final StoreWriter store;
    private final SigningKey key;
    private final SortedMap<String, Generation.Entry> served = new TreeMap<>();

    private PublishSuite(StoreWriter store, SigningKey key) {
        this.store = store;
        this.key = key;
    }

    /**
     * What the suite is called.
     *
     * @param label what apt shows as its label
     * @param changelogs where {@code apt changelog} shall look, as Release files say it: {@code no} for nowhere
     */
    public record Naming(String label, String suite, String component, String changelogs) {}

    /** @return every file of the archive by its path; all are in the store but the packages themselves, which must be by then */
    public static SortedMap<String, Generation.Entry> publish(
            StoreWriter store, SigningKey key, Naming naming, List<Closure> closures, Instant now) {
        return new PublishSuite(store, key).run(naming, closures, now);
    }

    private SortedMap<String, Generation.Entry> run(Naming naming, List<Closure> closures, Instant now) {
        String directory = "dists/" + naming.suite() + "/";
        SortedMap<String, Generation.Entry> indexes = new TreeMap<>();
        for (Closure closure : closures) {
            String path = directory + naming.component() + "/binary-" + closure.architecture() + "/Packages";
            indexes.putAll(RewriteIndex.inAllForms(store, path, index(closure)));
        }
        served.putAll(new ReleaseFiles(store, key, fields(naming, closures, now), directory).publish(indexes));
        return served;
    }

    private byte[] index(Closure closure) {
        StringBuilder packages = new StringBuilder();
        for (Closure.Pick pick : closure.picks()) {
            packages.append(stanza(pick.chosen(), addToPool(pick.chosen()))).append('\n');
        }
        return packages.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The package's path. Two archives may have different files at the same path: the second one moves aside. */
    private String addToPool(BinaryPackage each) {
        Generation.Entry entry = new Generation.Entry(each.sha256(), each.size());
        String path = each.filename().startsWith("pool/") ? each.filename() : "pool/" + each.filename();
        Generation.Entry other = served.putIfAbsent(path, entry);
        if (other != null && !other.equals(entry)) {
            path = "pool/" + each.sha256().hex().substring(0, 12) + "/" + path.substring("pool/".length());
            served.put(path, entry);
        }
        return path;
    }

    private static String stanza(BinaryPackage each, String path) {
        String asIs = each.stanza().text();
        return each.stanza().require("Filename").equals(path)
                ? asIs
                : each.stanza().textWith("Filename", path);
    }

    private static Map<String, String> fields(Naming naming, List<Closure> closures, Instant now) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Origin", "Slipway");
        fields.put("Label", naming.label());
        fields.put("Suite", naming.suite());
        fields.put("Codename", naming.suite());
        fields.put("Date", Release.date(now));
        fields.put("Acquire-By-Hash", "yes");
        fields.put(ResignedRelease.CHANGELOGS, naming.changelogs());
        fields.put("No-Support-for-Architecture-all", "Packages");
        fields.put(
                "Architectures",
                String.join(" ", closures.stream().map(Closure::architecture).toList()));
        fields.put("Components", naming.component());
        fields.put("Description", "packages that this pod needs, mirrored by Slipway");
        return fields;
    }
}
