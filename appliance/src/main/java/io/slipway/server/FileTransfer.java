package io.slipway.server;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/** Sends parts of a file from the page cache to the socket, without copying and without holding a thread while the client is slow. */
final class FileTransfer implements ChannelListener<StreamSinkChannel> {

    private final HttpServerExchange exchange;
    private final FileChannel file;
    private final Iterator<Pieces.Piece> parts;
    private final ByteBuffer end;
    private final Ending ending;
    private boolean headersSent;
    private boolean ended;
    private ByteBuffer text = ByteBuffer.allocate(0);
    private long position;
    private long left;

    private FileTransfer(HttpServerExchange exchange, FileChannel file, Pieces pieces, Ending ending) {
        this.exchange = exchange;
        this.file = file;
        this.parts = pieces.parts().iterator();
        this.end = pieces.end().duplicate();
        this.ending = ending;
    }

    /** Takes over the exchange and the file: closes both when it is done. */
    static void start(HttpServerExchange exchange, FileChannel file, Pieces pieces, Ending ending) {
        exchange.addExchangeCompleteListener((done, next) -> {
            IoUtils.safeClose(file);
            next.proceed();
        });
        FileTransfer transfer = new FileTransfer(exchange, file, pieces, ending);
        StreamSinkChannel sink = exchange.getResponseChannel();
        sink.getWriteSetter().set(transfer);
        transfer.handleEvent(sink);
    }

    @Override
    public void handleEvent(StreamSinkChannel sink) {
        try {
            if (!sendAll(sink)) {
                sink.resumeWrites();
                return;
            }
            sink.shutdownWrites();
            if (sink.flush()) {
                ending.finish(exchange);
            } else {
                sink.resumeWrites();
            }
        } catch (IOException clientGoneOrFileCut) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    /** Sends as much as the socket takes now, and tells whether that was all. */
    private boolean sendAll(StreamSinkChannel sink) throws IOException {
        // Undertow ignores position and count of a transfer that comes while its headers are not out yet.
        if (!headersSent && !sink.flush()) {
            return false;
        }
        headersSent = true;
        do {
            if (!sendText(sink) || !sendPart(sink)) {
                return false;
            }
        } while (next());
        return true;
    }

    private boolean next() {
        if (parts.hasNext()) {
            Pieces.Piece piece = parts.next();
            text = piece.before().duplicate();
            position = piece.range().first();
            left = piece.range().length();
            return true;
        }
        text = end;
        boolean more = !ended;
        ended = true;
        return more;
    }

    private boolean sendText(StreamSinkChannel sink) throws IOException {
        while (text.hasRemaining()) {
            if (sink.write(text) == 0) {
                return false;
            }
        }
        return true;
    }

    private boolean sendPart(StreamSinkChannel sink) throws IOException {
        while (left > 0) {
            long sent = sink.transferFrom(file, position, left);
            if (sent == 0) {
                if (position >= file.size()) {
                    throw new IOException("the file became shorter while it was sent");
                }
                return false;
            }
            position += sent;
            left -= sent;
        }
        return true;
    }
}
