package io.slipway.netboot.tftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file, read in larger pieces than blocks are. One that shrinks meanwhile ends early; its client sees that by the size it was told. */
final class FileContent implements Content {

    private static final int AHEAD = 32 * 1024;

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer ahead;
    private boolean ended;

    private FileContent(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
        this.ahead = ByteBuffer.allocateDirect(Math.clamp(size, 1, AHEAD)).flip();
    }

    static FileContent open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileContent(channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(ByteBuffer into) throws IOException {
        while (into.hasRemaining() && more()) {
            int some = Math.min(into.remaining(), ahead.remaining());
            into.put(into.position(), ahead, ahead.position(), some);
            into.position(into.position() + some);
            ahead.position(ahead.position() + some);
        }
    }

    private boolean more() throws IOException {
        if (!ahead.hasRemaining() && !ended) {
            ended = channel.read(ahead.clear()) < 0;
            ahead.flip();
        }
        return ahead.hasRemaining();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
