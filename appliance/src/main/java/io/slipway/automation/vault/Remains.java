package io.slipway.automation.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is left of a file that was replaced: its owner, and until it is wiped its content on the disk. */
final class Remains implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private final Map<String, Object> before;
    private final Optional<FileChannel> content;

    private Remains(Map<String, Object> before, Optional<FileChannel> content) {
        this.before = before;
        this.content = content;
    }

    /** To be called before it is replaced. A file that goes by another name, too, is not wiped. */
    static Remains of(Path file, boolean wipe) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new Remains(Map.of(), Optional.empty());
        }
        Map<String, Object> before = Files.readAttributes(file, "unix:uid,gid,nlink");
        boolean wipes = wipe && Integer.valueOf(1).equals(before.get("nlink")) && Files.isWritable(file);
        return new Remains(
                before, wipes ? Optional.of(FileChannel.open(file, StandardOpenOption.WRITE)) : Optional.empty());
    }

    void giveOwnerTo(Path file) throws IOException {
        if (before.isEmpty()) {
            return;
        }
        Map<String, Object> now = Files.readAttributes(file, "unix:uid,gid");
        for (String id : new String[] {"gid", "uid"}) {
            Object owner = Objects.requireNonNull(before.get(id));
            if (!owner.equals(now.get(id))) {
                Files.setAttribute(file, "unix:" + id, owner);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (content.isPresent()) {
            try (FileChannel channel = content.get()) {
                wipe(channel);
            }
        }
    }

    /** Overwrites it once; what the file system or the disk keep beside that cannot be reached. */
    private static void wipe(FileChannel channel) throws IOException {
        long left = channel.size();
        while (left > 0) {
            left -= channel.write(ByteBuffer.allocate((int) Math.min(left, CHUNK)));
        }
        channel.force(true);
    }

    /** Wipes and removes a file. */
    static void destroy(Path file) throws IOException {
        of(file, true).close();
        Files.delete(file);
    }
}
