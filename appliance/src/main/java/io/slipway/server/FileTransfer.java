package io.slipway.server;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/**
 * Sends a part of a file from the page cache to the socket, without copying and without holding a thread while the client is slow.
 * What is small goes out together with its headers instead, in one write.
 */
final class FileTransfer implements ChannelListener<StreamSinkChannel> {

    private static final int SMALL = 32 * 1024;

    private final HttpServerExchange exchange;
    private final FileChannel file;
    private boolean headersSent;
    private long position;
    private long left;

    private FileTransfer(HttpServerExchange exchange, FileChannel file, ByteRange range) {
        this.exchange = exchange;
        this.file = file;
        this.position = range.first();
        this.left = range.length();
    }

    /** Takes over the exchange and the file: closes both when it is done. */
    static void start(HttpServerExchange exchange, FileChannel file, ByteRange range) throws IOException {
        if (range.length() <= SMALL) {
            sendWhole(exchange, file, range);
            return;
        }
        exchange.addExchangeCompleteListener((done, next) -> {
            IoUtils.safeClose(file);
            next.proceed();
        });
        FileTransfer transfer = new FileTransfer(exchange, file, range);
        StreamSinkChannel sink = exchange.getResponseChannel();
        sink.getWriteSetter().set(transfer);
        transfer.handleEvent(sink);
    }

    private static void sendWhole(HttpServerExchange exchange, FileChannel file, ByteRange range) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) range.length());
        try (file) {
            while (content.hasRemaining()) {
                if (file.read(content, range.first() + content.position()) < 0) {
                    throw new IOException("it became shorter while it was read");
                }
            }
        }
        exchange.getResponseSender().send(content.flip());
    }

    @Override
    public void handleEvent(StreamSinkChannel sink) {
        try {
            // Undertow ignores position and count of a transfer that comes while its headers are not out yet.
            if (!headersSent && !sink.flush()) {
                sink.resumeWrites();
                return;
            }
            headersSent = true;
            while (left > 0) {
                long sent = sink.transferFrom(file, position, left);
                if (sent == 0) {
                    if (position >= file.size()) {
                        throw new IOException("the file became shorter while it was sent");
                    }
                    sink.resumeWrites();
                    return;
                }
                position += sent;
                left -= sent;
            }
            sink.shutdownWrites();
            if (sink.flush()) {
                exchange.endExchange();
            } else {
                sink.resumeWrites();
            }
        } catch (IOException clientGoneOrFileCut) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }
}
