package io.slipway.automation.transport.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.regex.Pattern;

/** What is said on standard error until the loop runs. One thread listens; others may ask what was said. */
final class Conversation {

    /** How a program that changes the user asks for a password. */
    enum Question {
        /** With a mark as its prompt. */
        MARK,
        /** In words of its own, some time after the mark: a line that stays unfinished and ends with a colon, in any language. */
        AFTER_MARK
    }

    enum Event {
        READY,
        ASKED,
        ENDED
    }

    private static final Pattern ASKS =
            Pattern.compile("\\s*(?!(su|doas|sudo|script|sh):)\\S.*[:：]\\s*", Pattern.DOTALL);
    /** A message may arrive in pieces, and one of them end with a colon; a question is followed by silence. */
    private static final long SILENCE_MILLIS = 80;

    private final FrameReader stderr;
    private final Question how;
    private final String mark;
    private final Capture said = Capture.notes();
    private volatile String unfinished = "";
    private volatile String question = "";
    private boolean marked;

    Conversation(FrameReader stderr, Question how, String mark) {
        this.stderr = stderr;
        this.how = how;
        this.mark = mark;
    }

    /** Waits for the next thing of importance. */
    Event listen() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = stderr.next();
            if (next == FrameReader.ENDED) {
                return Event.ENDED;
            }
            line.write(next);
            if (next == '\n') {
                String text = line.toString(UTF_8);
                line.reset();
                unfinished = "";
                if (text.endsWith(ShellLoop.READY + "\n")) {
                    return Event.READY;
                }
                if (text.endsWith(mark + "\n")) {
                    marked = true;
                } else {
                    byte[] whole = text.getBytes(UTF_8);
                    said.write(whole, 0, whole.length);
                }
            } else if (stderr.drained()) {
                unfinished = line.toString(UTF_8);
                if (asks(unfinished) && (how == Question.MARK || silent())) {
                    question = unfinished.replace(mark, "").strip();
                    unfinished = "";
                    return Event.ASKED;
                }
            }
        }
    }

    private boolean asks(String text) {
        return how == Question.MARK
                ? text.endsWith(mark)
                : marked && ASKS.matcher(text).matches();
    }

    private boolean silent() throws IOException {
        for (int i = 0; i < SILENCE_MILLIS / 5 && stderr.drained(); i++) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return stderr.drained();
    }

    /** All but questions. What is said after this counts no more. */
    String said() {
        return new String(said.shut(), UTF_8) + unfinished;
    }

    /** The last one, as it was put; empty if it was only the mark. */
    String question() {
        return question;
    }
}
