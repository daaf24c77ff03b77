package io.slipway.automation.module.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Flags of ext4 and its kin, as {@code lsattr -vd} prints them: a version, then letters between dashes. */
final class FileFlags {

    private static final Map<Character, String> NAMES = Map.ofEntries(
            Map.entry('A', "noatime"),
            Map.entry('a', "append"),
            Map.entry('c', "compressed"),
            Map.entry('C', "nocow"),
            Map.entry('d', "nodump"),
            Map.entry('D', "dirsync"),
            Map.entry('e', "extents"),
            Map.entry('E', "encrypted"),
            Map.entry('h', "blocksize"),
            Map.entry('i', "immutable"),
            Map.entry('I', "indexed"),
            Map.entry('j', "journalled"),
            Map.entry('N', "inline"),
            Map.entry('s', "zero"),
            Map.entry('S', "synchronous"),
            Map.entry('t', "notail"),
            Map.entry('T', "blockroot"),
            Map.entry('u', "undelete"),
            Map.entry('X', "compressedraw"),
            Map.entry('Z', "compresseddirty"));

    private FileFlags() {}

    static Map<String, @Nullable Object> parse(String line) {
        String[] words = line.strip().split("\\s+");
        Map<String, @Nullable Object> flags = new LinkedHashMap<>();
        flags.put("version", words.length > 1 ? words[0] : null);
        String letters = words.length > 1 ? words[1].replace("-", "") : "";
        List<String> names = new ArrayList<>();
        letters.chars()
                .mapToObj(letter -> NAMES.get((char) letter))
                .filter(Objects::nonNull)
                .forEach(names::add);
        flags.put("attributes", names);
        flags.put("attr_flags", letters);
        return flags;
    }
}
