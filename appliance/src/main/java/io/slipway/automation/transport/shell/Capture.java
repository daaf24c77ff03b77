package io.slipway.automation.transport.shell;

import io.slipway.automation.transport.shell.Answer.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a script prints: into bounded memory or on to a sink. It never throws into the reading thread, so that the streams stay in
 * step; trouble is told once, and from then on everything is dropped.
 */
final class Capture extends OutputStream {

    private final @Nullable OutputStream sink;
    private final int limit;
    private final BiConsumer<Reason, String> trouble;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private boolean shut;

    Capture(@Nullable OutputStream sink, int limit, BiConsumer<Reason, String> trouble) {
        this.sink = sink;
        this.limit = limit;
        this.trouble = trouble;
    }

    /** For what is said outside of scripts: as much of it as people may want to read. */
    static Capture notes() {
        return new Capture(null, 1 << 16, (why, detail) -> {});
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (shut || length == 0) {
            return;
        }
        if (sink == null) {
            keep(bytes, offset, length);
            return;
        }
        try {
            sink.write(bytes, offset, length);
        } catch (IOException e) {
            giveUp(Reason.SINK_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (memory.size() + length > limit) {
            giveUp(Reason.TOO_MUCH_OUTPUT, "more than " + (limit >> 20) + " MiB");
        } else {
            memory.write(bytes, offset, length);
        }
    }

    private void giveUp(Reason reason, String detail) {
        shut = true;
        trouble.accept(reason, detail);
    }

    /** What was kept so far; nothing is taken after this. */
    synchronized byte[] shut() {
        shut = true;
        return memory.toByteArray();
    }
}
