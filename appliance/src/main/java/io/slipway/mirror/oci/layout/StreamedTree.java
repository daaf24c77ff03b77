package io.slipway.mirror.oci.layout;

import io.slipway.common.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An archive that comes as a stream and is taken apart on the way: no copy of it is ever made. Blobs are known by their name. The
 * layers of {@code docker save} before version 25 are not: for them the stream is read twice, first to learn their digests.
 */
public final class StreamedTree implements FileTree {

    private static final Pattern BLOB = Pattern.compile("blobs/sha256/([0-9a-f]{64})");
    private static final int MOST_IN_MEMORY = 16 << 20;
    private static final int MOST_LINKS = 8;

    private final String name;
    private final Keep keep;
    private final Map<String, Item> items = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final Map<String, Digest> layers = new HashMap<>();
    private int inMemory;

    /** Where large files go. */
    public interface Keep {

        /** @param content exactly {@code size} bytes; what is not read of it is skipped */
        Item keep(Digest digest, long size, InputStream content) throws IOException;
    }

    /** Begins the stream from its beginning. */
    @FunctionalInterface
    public interface Stream {
        InputStream open() throws IOException;
    }

    private StreamedTree(String name, Keep keep) {
        this.name = name;
        this.keep = keep;
    }

    public static FileTree read(String name, Stream stream, Keep keep) {
        StreamedTree tree = new StreamedTree(name, keep);
        try {
            tree.pass(stream, false);
            if (!tree.layers.isEmpty()) {
                tree.pass(stream, true);
            }
        } catch (IOException e) {
            throw LayoutException.io(name, "the archive broke off", e);
        }
        return tree;
    }

    private void pass(Stream stream, boolean second) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(stream.open())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String path = TarNames.plain(entry.getName());
                if (second) {
                    Digest digest = layers.get(path);
                    if (digest != null) {
                        items.put(path, keep.keep(digest, entry.getSize(), tar));
                    }
                } else {
                    take(path, entry, tar);
                }
            }
        }
    }

    private void take(String path, TarArchiveEntry entry, InputStream content) throws IOException {
        Matcher blob = BLOB.matcher(path);
        if (entry.isSymbolicLink() || entry.isLink()) {
            links.put(path, TarNames.target(path, entry.getLinkName(), entry.isSymbolicLink()));
        } else if (!entry.isFile()) {
            return;
        } else if (blob.matches()) {
            items.put(path, keep.keep(new Digest(blob.group(1)), entry.getSize(), content));
        } else if (path.endsWith(".tar")) {
            layers.put(path, hash(content));
        } else {
            inMemory(path, entry.getSize(), content);
        }
    }

    private void inMemory(String path, long size, InputStream content) throws IOException {
        if (inMemory + size > MOST_IN_MEMORY) {
            throw LayoutException.of(name, "'" + path + "' is too large", "only layers are as large as that", "");
        }
        inMemory += (int) size;
        byte[] bytes = content.readNBytes((int) size);
        items.put(path, new Item(offset -> BytesFrom.of(bytes, offset), bytes.length));
    }

    private static Digest hash(InputStream content) throws IOException {
        var hasher = Digest.sha256();
        byte[] buffer = new byte[1 << 16];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            hasher.update(buffer, 0, n);
        }
        return Digest.finish(hasher);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Item> file(String path) {
        String at = path;
        for (int link = 0; link < MOST_LINKS && links.containsKey(at); link++) {
            at = links.getOrDefault(at, "");
        }
        return Optional.ofNullable(items.get(at));
    }

    @Override
    public void close() {
        // what was kept is somebody else's
    }
}
