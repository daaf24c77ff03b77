package io.slipway.automation.transport.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A program of this machine that carries the bytes, as ssh's {@code ProxyCommand} does. It ends with the connection. */
final class ProgramSocket extends ReadySocket {

    private static final int TAIL = 400;

    private final Process process;
    private final Greeting greeting;
    private final Thread listener;
    private final StringBuilder said = new StringBuilder();

    private ProgramSocket(Process process) {
        this.process = process;
        this.greeting = new Greeting(process.getInputStream());
        this.listener = Thread.ofVirtual().start(this::listen);
    }

    static ProgramSocket start(String command) throws IOException {
        return new ProgramSocket(new ProcessBuilder(Programs.shell(command)).start());
    }

    private void listen() {
        byte[] bytes = new byte[1024];
        try (InputStream errors = process.getErrorStream()) {
            for (int count = errors.read(bytes); count >= 0; count = errors.read(bytes)) {
                String text = new String(bytes, 0, count, StandardCharsets.UTF_8);
                synchronized (said) {
                    said.append(text);
                    said.delete(0, Math.max(0, said.length() - TAIL));
                }
            }
        } catch (IOException e) {
            // It was killed, which closed its streams.
            return;
        }
    }

    /** The end of what it had to say, as the end of a sentence. */
    String complaint() {
        try {
            listener.join(Duration.ofMillis(200));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String text;
        synchronized (said) {
            text = said.toString().replaceAll("[^\\x20-\\x7e]+", " ").strip();
        }
        return text.isEmpty() ? "" : "; it says: " + text;
    }

    @Override
    Greeting greeting() {
        return greeting;
    }

    @Override
    public OutputStream getOutputStream() {
        return process.getOutputStream();
    }

    @Override
    public void connect(SocketAddress address) {}

    @Override
    public void connect(SocketAddress address, int timeout) {}

    @Override
    public boolean isConnected() {
        return true;
    }

    /** Nothing here has a limit of its own: whoever waits closes it when the time is up. */
    @Override
    public synchronized void setSoTimeout(int timeout) {}

    @Override
    public boolean isClosed() {
        return !process.isAlive();
    }

    @Override
    public synchronized void close() throws IOException {
        Programs.kill(process);
        super.close();
    }
}
