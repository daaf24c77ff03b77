package io.slipway.mirror.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A connection to a server, for one request after the other. Used by one thread at a time; all may close it. */
final class PlainConnection {

    private static final int AHEAD = 1 << 15;
    private static final int LONGEST_HEAD = 1 << 17;

    private final SocketChannel channel;
    private final ByteBuffer ahead = ByteBuffer.allocateDirect(AHEAD).limit(0);
    private boolean heardSomething;
    private volatile boolean givenUp;

    private PlainConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Tries all addresses that the host has. */
    static PlainConnection to(String host, int port, Duration patience) throws IOException {
        IOException failure = new IOException("the host has no address");
        for (InetAddress address : InetAddress.getAllByName(host)) {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.socket().connect(new InetSocketAddress(address, port), (int) patience.toMillis());
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                return new PlainConnection(channel);
            } catch (IOException e) {
                channel.close();
                failure = e;
            }
        }
        throw failure;
    }

    /** Whether the server has begun to answer the last request. */
    boolean heardSomething() {
        return heardSomething || givenUp;
    }

    /** Sends a request, and returns when the head of the answer is there. */
    PlainHead ask(HttpRequest request) throws IOException {
        heardSomething = false;
        try {
            ByteBuffer text = ByteBuffer.wrap(text(request).getBytes(StandardCharsets.ISO_8859_1));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            PlainHead head = PlainHead.parse(headLines());
            while (head.isInterim()) {
                head = PlainHead.parse(headLines());
            }
            return head;
        } catch (IOException e) {
            throw givenUp ? new HttpTimeoutException("request timed out") : e;
        }
    }

    private static String text(HttpRequest request) {
        URI uri = URI.create(request.uri().toASCIIString());
        StringBuilder text = new StringBuilder(request.method()).append(' ');
        text.append(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        if (uri.getRawQuery() != null) {
            text.append('?').append(uri.getRawQuery());
        }
        text.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
        if (uri.getPort() >= 0) {
            text.append(':').append(uri.getPort());
        }
        text.append("\r\n");
        request.headers()
                .map()
                .forEach((name, values) -> values.forEach(
                        value -> text.append(name).append(": ").append(value).append("\r\n")));
        return text.append("\r\n").toString();
    }

    private List<String> headLines() throws IOException {
        List<String> lines = new ArrayList<>();
        int size = 0;
        for (String line = line(); !line.isEmpty() || lines.isEmpty(); line = line()) {
            size += line.length() + 2;
            if (size > LONGEST_HEAD) {
                throw new IOException("the head of the answer is longer than " + LONGEST_HEAD + " bytes");
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Up to the next end of a line, which may be a line feed alone (RFC 9112 section 2.2). */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (!ahead.hasRemaining() && !more()) {
                throw new EOFException("the server closed the connection without an answer");
            }
            char next = (char) (ahead.get() & 0xff);
            if (next == '\n') {
                int length = line.length();
                boolean both = length > 0 && line.charAt(length - 1) == '\r';
                return both ? line.substring(0, length - 1) : line.toString();
            }
            if (line.length() > LONGEST_HEAD) {
                throw new IOException("a line of the answer's head is longer than " + LONGEST_HEAD + " bytes");
            }
            line.append(next);
        }
    }

    private boolean more() throws IOException {
        ahead.clear();
        int count = channel.read(ahead);
        ahead.flip();
        heardSomething |= count > 0;
        return count > 0;
    }

    /** How much is here that nobody has taken yet. */
    int ahead() {
        return ahead.remaining();
    }

    void skipAhead(int bytes) {
        ahead.position(ahead.position() + bytes);
    }

    /**
     * @param most how many bytes at most
     * @return how many; -1 at the end of the connection
     */
    int read(ByteBuffer into, long most) throws IOException {
        int room = (int) Math.min(into.remaining(), most);
        int limit = into.limit();
        into.limit(into.position() + room);
        try {
            if (!ahead.hasRemaining()) {
                return channel.read(into);
            }
            int count = Math.min(room, ahead.remaining());
            into.put(into.position(), ahead, ahead.position(), count).position(into.position() + count);
            ahead.position(ahead.position() + count);
            return count;
        } finally {
            into.limit(limit);
        }
    }

    /** The answer takes too long. */
    void giveUp() {
        givenUp = true;
        close();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // closing is all that was wanted
            givenUp = true;
        }
    }
}
