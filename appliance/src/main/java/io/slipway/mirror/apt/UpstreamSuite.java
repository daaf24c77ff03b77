package io.slipway.mirror.apt;

import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.store.Generation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A suite as its upstream has it: a verified Release file, and indexes in the store that agree with it.
 *
 * @param signed the file that was verified ({@code InRelease}, or {@code Release} where there is none)
 */
public record UpstreamSuite(AptSource source, Release release, Generation.Entry signed, List<Index> indexes) {

    public UpstreamSuite {
        indexes = List.copyOf(indexes);
    }

    /** The files of this suite that the store holds, by what they are. */
    public Map<String, Generation.Entry> files() {
        Map<String, Generation.Entry> files = new HashMap<>();
        files.put(source.label() + " signed", signed);
        indexes.forEach(index -> files.put(source.archive() + " " + index.path(), index.content()));
        return files;
    }

    /**
     * A {@code Packages} file.
     *
     * @param path relative to the Release file
     * @param content as it lies in the store, compressed
     * @param plainSize how large it may become when it is decompressed, in bytes
     */
    record Index(String path, Compression compression, Generation.Entry content, long plainSize) {}
}
