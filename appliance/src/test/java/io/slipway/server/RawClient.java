package io.slipway.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client that says what no library would. */
final class RawClient implements AutoCloseable {

    private final Socket socket;

    RawClient(int port) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
    }

    /**
     * What a client heard until the other side hung up.
     *
     * @param text ends with {@code (reset)} if it did so at once
     * @param sent in bytes
     */
    record Heard(String text, long sent) {}

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** What comes up to these words. */
    String hear(String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /** Says nothing more, and hears until the end. */
    Heard hear() throws Exception {
        return sendAndHear(new byte[0], 1000);
    }

    /**
     * Sends the same again and again as long as the other side is there.
     *
     * @param pause in milliseconds
     */
    Heard sendAndHear(byte[] piece, long pause) throws Exception {
        AtomicLong sent = new AtomicLong();
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    socket.getOutputStream().write(piece);
                    sent.addAndGet(piece.length);
                    TimeUnit.MILLISECONDS.sleep(pause);
                }
            } catch (IOException | InterruptedException gone) {
                // that is what it waits for
            }
        });
        StringBuilder heard = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                heard.append((char) next);
            }
        } catch (IOException reset) {
            heard.append("(reset)");
        }
        if (piece.length == 0) {
            sender.interrupt();
        }
        sender.join();
        return new Heard(heard.toString(), sent.get());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
