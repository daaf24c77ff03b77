package io.slipway.cli;

import io.slipway.common.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Progress as text: on a terminal one line that moves (units, rate, time left), otherwise a plain line when something ends that took a
 * while.
 */
final class ConsoleProgress implements Progress {

    private static final long REDRAW_MILLIS = 100;
    private static final long WORTH_A_LINE_MILLIS = 500;
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean moving;
    private final int columns;
    private final InstantSource clock;
    private final Set<Running> running = new LinkedHashSet<>();
    private long lastDrawn;

    ConsoleProgress(PrintWriter out, boolean moving, int columns, InstantSource clock) {
        this.out = out;
        this.moving = moving;
        this.columns = columns;
        this.clock = clock;
    }

    @Override
    public synchronized Step begin(String what, long total, Unit unit) {
        Running step = new Running(what, total, unit, clock.millis());
        running.add(step);
        return step;
    }

    @Override
    public synchronized void note(String line) {
        print(line);
    }

    private void print(String line) {
        out.println(moving ? ERASE + line : line);
        out.flush();
    }

    private synchronized void draw() {
        long now = clock.millis();
        if (!moving || running.isEmpty() || now - lastDrawn < REDRAW_MILLIS) {
            return;
        }
        lastDrawn = now;
        String line = running.iterator().next().status(now);
        out.print(ERASE + (line.length() > columns ? line.substring(0, columns) : line));
        out.flush();
    }

    private synchronized void end(Running step) {
        if (!running.remove(step)) {
            return;
        }
        long took = clock.millis() - step.started;
        if (took >= WORTH_A_LINE_MILLIS) {
            print(step.summary(took));
        } else if (moving && running.isEmpty()) {
            out.print(ERASE);
            out.flush();
        }
    }

    private final class Running implements Step {
        private final String what;
        private final long total;
        private final Unit unit;
        private final long started;
        private final AtomicLong done = new AtomicLong();

        Running(String what, long total, Unit unit, long started) {
            this.what = what;
            this.total = total;
            this.unit = unit;
            this.started = started;
        }

        @Override
        public void advance(long units) {
            done.addAndGet(units);
            draw();
        }

        @Override
        public void close() {
            end(this);
        }

        String status(long now) {
            long units = done.get();
            double seconds = Math.max(0.001, (now - started) / 1000.0);
            StringBuilder text = new StringBuilder(what).append(": ").append(amount(units));
            if (total > 0) {
                text.append(" of ").append(amount(total));
            }
            if (unit == Unit.BYTES) {
                text.append(", ").append(amount((long) (units / seconds))).append("/s");
            }
            if (total > 0 && units > 0) {
                long left = (long) ((total - units) * seconds / units);
                text.append(", ").append(time(Duration.ofSeconds(left))).append(" left");
            }
            return text.toString();
        }

        String summary(long tookMillis) {
            long units = done.get();
            String amount = units == 0 ? "" : amount(units) + " in ";
            return what + ": " + amount + time(Duration.ofMillis(tookMillis));
        }

        private String amount(long units) {
            return unit == Unit.ITEMS ? String.valueOf(units) : bytes(units);
        }
    }

    static String bytes(long n) {
        String[] names = {"B", "kB", "MB", "GB", "TB"};
        double value = n;
        int i = 0;
        while (value >= 1000 && i < names.length - 1) {
            value /= 1000;
            i++;
        }
        return i == 0 ? n + " B" : String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, names[i]);
    }

    static String time(Duration duration) {
        if (duration.toSeconds() < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return duration.toHours() > 0
                ? "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart())
                : "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
