package io.slipway.mirror.store;

import io.slipway.common.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a store looked like when all files of a generation were seen to be in it: the dates of its directories, which change when a file
 * comes or goes, and of the generation itself. As long as it looks the same, nobody need look at each file again.
 *
 * @param text of one line
 */
public record Sighting(String text) {

    private static final int SHELVES = 256;

    /** A change so soon after another one may not show in the date. */
    private static final Duration TOO_NEW = Duration.ofSeconds(1);

    /** Of the generation that counts for this name; empty if there is none, or if something changed a moment ago. */
    public static Optional<Sighting> of(ContentStore store, String name) {
        Optional<String> id = store.currentId(name);
        return id.isEmpty() ? Optional.empty() : of(store, name, id.get());
    }

    private static Optional<Sighting> of(ContentStore store, String name, String id) {
        StringBuilder all = new StringBuilder(id);
        long newest = look(store.generations().resolve(name).resolve(id), all);
        for (int shelf = 0; shelf < SHELVES; shelf++) {
            newest = Math.max(newest, look(store.blobs().resolve(HexFormat.of().toHexDigits((byte) shelf)), all));
        }
        return newest > store.clock().millis() - TOO_NEW.toMillis()
                ? Optional.empty()
                : Optional.of(new Sighting(Digest.of(all.toString().getBytes(StandardCharsets.UTF_8))
                        .hex()));
    }

    /** @return when it changed, in milliseconds of Unix time; 0 if it is not there */
    private static long look(Path path, StringBuilder all) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            long changed = found.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            all.append(' ')
                    .append(found.fileKey())
                    .append(' ')
                    .append(found.size())
                    .append(' ')
                    .append(changed);
            return TimeUnit.NANOSECONDS.toMillis(changed);
        } catch (NoSuchFileException notYet) {
            all.append(" -");
            return 0;
        } catch (IOException e) {
            throw StoreException.io("the store cannot be read: '" + path + "'", path, e);
        }
    }
}
