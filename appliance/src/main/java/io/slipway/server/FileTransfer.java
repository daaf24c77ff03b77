package io.slipway.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/** Sends a part of a file from the page cache to the socket, without copying and without holding a thread while the client is slow. */
final class FileTransfer implements ChannelListener<StreamSinkChannel> {

    private final HttpServerExchange exchange;
    private final FileChannel file;
    private long position;
    private long left;

    private FileTransfer(HttpServerExchange exchange, FileChannel file, ByteRange range) {
        this.exchange = exchange;
        this.file = file;
        this.position = range.first();
        this.left = range.length();
    }

    /** Takes over the exchange and the file: closes both when it is done. */
    static void start(HttpServerExchange exchange, FileChannel file, ByteRange range) {
        exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, range.length());
        exchange.addExchangeCompleteListener((done, next) -> {
            IoUtils.safeClose(file);
            next.proceed();
        });
        FileTransfer transfer = new FileTransfer(exchange, file, range);
        StreamSinkChannel sink = exchange.getResponseChannel();
        sink.getWriteSetter().set(transfer);
        transfer.handleEvent(sink);
    }

    @Override
    public void handleEvent(StreamSinkChannel sink) {
        try {
            while (left > 0) {
                long sent = sink.transferFrom(file, position, left);
                if (sent == 0) {
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
        } catch (IOException clientGone) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }
}
