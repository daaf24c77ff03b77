package io.slipway.cli.output;

import java.io.PrintWriter;
import java.util.function.Supplier;

/**
 * A line at the bottom of a terminal which comes and goes. What is printed takes its place, so it has to be taken away before; and it
 * stays away while a person is asked something. Safe for threads.
 */
public final class BottomLine {

    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter out;
    private boolean shown;
    private int questions;

    /** @param out of a terminal */
    public BottomLine(PrintWriter out) {
        this.out = out;
    }

    /** @param text which fits on one line */
    synchronized void show(String text) {
        if (questions == 0) {
            out.print(ERASE + text);
            out.flush();
            shown = true;
        }
    }

    synchronized void takeAway() {
        if (shown) {
            out.print(ERASE);
            out.flush();
            shown = false;
        }
    }

    /** Asks a person, who sees nothing else meanwhile. */
    public <T> T whileAsking(Supplier<T> question) {
        synchronized (this) {
            takeAway();
            questions++;
        }
        try {
            return question.get();
        } finally {
            synchronized (this) {
                questions--;
            }
        }
    }
}
