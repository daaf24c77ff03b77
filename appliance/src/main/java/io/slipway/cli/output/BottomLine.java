package io.slipway.cli.output;

import java.io.PrintWriter;
import java.util.function.Supplier;

/**
 * A line at the bottom of a terminal which comes and goes. What is printed takes its place, so it has to be taken away before; and it
 * stays away while a person is asked something. Safe for threads.
 */
public final class BottomLine {

    private static final String ERASE = "\r\u001b[K";

    /** A terminal that has become narrower cuts the line off, instead of beginning another one that nobody takes away. */
    private static final String CUT_OFF = "\u001b[?7l";

    private static final String GO_ON = "\u001b[?7h";

    private final PrintWriter out;
    private boolean shown;
    private int questions;

    /** @param out of a terminal */
    public BottomLine(PrintWriter out) {
        this.out = out;
    }

    /** @param text for one line; what does not fit is not seen */
    synchronized void show(String text) {
        if (questions == 0) {
            out.print(ERASE + CUT_OFF + text + GO_ON);
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
