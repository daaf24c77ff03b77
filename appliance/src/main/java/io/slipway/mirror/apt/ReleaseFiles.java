package io.slipway.mirror.apt;

import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the Release files of a suite, which the pod signs, and gives every index a path that never changes its content. */
final class ReleaseFiles {

    private final StoreWriter store;
    private final SigningKey key;
    private final Map<String, String> fields;
    private final String directory;

    /** @param directory in which the Release file stands, relative to the archive: empty, or with {@code /} at its end */
    ReleaseFiles(StoreWriter store, SigningKey key, Map<String, String> fields, String directory) {
        this.store = store;
        this.key = key;
        this.fields = fields;
        this.directory = directory;
    }

    /**
     * @param indexes by path, relative to the archive
     * @return them and what was made of them, by path
     */
    SortedMap<String, Generation.Entry> publish(Map<String, Generation.Entry> indexes) {
        return publish(indexes, new TreeMap<>());
    }

    /** @param named further files that are not there: apt looks for an index only where its plain form is named, too */
    SortedMap<String, Generation.Entry> publish(
            Map<String, Generation.Entry> indexes, SortedMap<String, Release.IndexFile> named) {
        SortedMap<String, Generation.Entry> served = new TreeMap<>(indexes);
        indexes.forEach((path, entry) -> {
            named.put(path.substring(directory.length()), new Release.IndexFile(entry.size(), entry.digest()));
            String folder = path.substring(0, path.lastIndexOf('/') + 1);
            served.put(folder + "by-hash/SHA256/" + entry.digest().hex(), entry);
        });
        String release = new Release(fields, named).text();
        byte[] plain = release.getBytes(StandardCharsets.UTF_8);
        served.put(directory + "Release", store.put(plain));
        served.put(directory + "Release.gpg", store.put(key.detached(plain)));
        served.put(directory + "InRelease", store.put(key.clearSign(release)));
        return served;
    }
}
