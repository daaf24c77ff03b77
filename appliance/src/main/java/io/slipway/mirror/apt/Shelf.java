package io.slipway.mirror.apt;

import io.slipway.common.Problem;
import io.slipway.mirror.store.Generation;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files that a mirror gives out. Two sources may share a path only if they have the same file there. */
public final class Shelf {

    private final SortedMap<String, Generation.Entry> files = new TreeMap<>();

    public void putAll(Map<String, Generation.Entry> more, AptSource by) {
        more.forEach((path, entry) -> put(path, entry, by));
    }

    void put(String path, Generation.Entry entry, AptSource by) {
        Generation.Entry other = files.putIfAbsent(path, entry);
        if (other != null && !other.equals(entry)) {
            throw new AptException(Problem.of("two sources of this mirror have different files at '" + path + "'")
                    .at(by.at())
                    .because("each is published at the path that its vendor uses")
                    .hint("put one of them into a mirror of its own, or leave out its 'publish'"));
        }
    }

    public SortedMap<String, Generation.Entry> files() {
        return files;
    }
}
