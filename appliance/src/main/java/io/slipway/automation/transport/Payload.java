package io.slipway.automation.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an exchange feeds to the script's standard input. */
public sealed interface Payload {

    Payload EMPTY = new Bytes(new byte[0]);

    long size();

    record Bytes(byte[] content) implements Payload {
        @Override
        public long size() {
            return content.length;
        }

        /** Whether it passes through the variables of every shell: control characters other than tab and line feed do not. */
        public boolean plainText() {
            for (byte b : content) {
                if ((b >= 0 && b < ' ' && b != '\t' && b != '\n') || b == 0x7f) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * A file on this side, or its end, streamed; it must not change its size meanwhile.
     *
     * @param from how many bytes at its beginning are left out
     * @param size of what remains
     */
    record FileContent(Path file, long from, long size) implements Payload {

        public FileContent(Path file, long size) {
            this(file, 0, size);
        }

        public static FileContent of(Path file) throws IOException {
            return new FileContent(file, Files.size(file));
        }

        public FileContent first(long bytes) {
            return new FileContent(file, from, bytes);
        }

        public FileContent after(long bytes) {
            return new FileContent(file, from + bytes, size - bytes);
        }

        public InputStream open() throws IOException {
            FileChannel channel = FileChannel.open(file);
            try {
                return Channels.newInputStream(channel.position(from));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
    }
}
