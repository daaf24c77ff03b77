package io.slipway.automation.transport.shell;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Payload;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException.SoFar;
import io.slipway.automation.transport.shell.Answer.Abandoned;
import io.slipway.automation.transport.shell.Answer.Reason;
import io.slipway.automation.transport.shell.Conversation.Event;
import io.slipway.automation.transport.shell.Conversation.Question;
import io.slipway.automation.transport.shell.ShellProcess.Ending;
import io.slipway.common.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * This side of a {@link ShellLoop}: sends scripts, and finds the answers in the two output streams. One exchange at a time; anybody may
 * {@link #abandon} the one that is under way.
 *
 * <p>Reading and writing happen in threads of their own, because a script may print before it reads, or never read at all; the caller
 * only waits, so that a stream that blocks for ever cannot hold it.
 */
final class FramedShell implements AutoCloseable {

    private static final int MEMORY_LIMIT = 64 << 20;
    private static final long GLANCE_MILLIS = 200;

    private final ShellProcess process;
    private final RandomGenerator random;
    private final FrameReader stdout;
    private final FrameReader stderr;
    private final Map<String, Integer> kept = new HashMap<>();
    private final CompletableFuture<Abandoned> abandoned = new CompletableFuture<>();
    private volatile long group;
    private volatile boolean answered;

    FramedShell(ShellProcess process, RandomGenerator random) {
        this.process = process;
        this.random = random;
        this.stdout = new FrameReader(process.stdout());
        this.stderr = new FrameReader(process.stderr());
    }

    /** A word that nothing else prints: 128 random bits. */
    static String newMark(RandomGenerator random) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return "~" + HexFormat.of().formatHex(bits);
    }

    /** The process group of the loop and its scripts on the node; 0 while unknown. */
    long group() {
        return group;
    }

    /** Whether it has answered before, so that it is known to work. */
    boolean proven() {
        return answered;
    }

    boolean usable() {
        return !abandoned.isDone() && process.ending().isEmpty();
    }

    /** Stops waiting for the exchange under way, and makes the shell unusable. The script itself is not touched. */
    void abandon(Reason reason, String detail) {
        abandoned.complete(new Abandoned(reason, detail, null));
    }

    /**
     * Answers the question for a password that may come before the loop begins. More than one question is never answered.
     *
     * @return why it failed; empty when the loop runs
     */
    Optional<Answer> login(Question how, String mark, @Nullable Secret password, Duration limit) {
        Conversation talk = new Conversation(stderr, how, mark);
        Capture elsewhere = Capture.notes();
        AtomicBoolean asked = new AtomicBoolean();
        CompletableFuture<Boolean> ready = inBackground(false, () -> {
            Event event = talk.listen();
            if (event == Event.ASKED) {
                if (password == null) {
                    abandon(Reason.NO_PASSWORD, talk.question());
                    return false;
                }
                String first = talk.question();
                asked.set(true);
                process.stdin().write((password.reveal() + "\n").getBytes(UTF_8));
                process.stdin().flush();
                event = talk.listen();
                if (event == Event.ASKED) {
                    abandon(Reason.ASKED_AGAIN, talk.question().equals(first) ? "" : talk.question());
                }
            }
            if (event == Event.ENDED) {
                stdout.copy(elsewhere);
            }
            return event == Event.READY;
        });
        Optional<Answer> stopped = await(ready, limit);
        if (stopped.isPresent()) {
            return stopped.map(answer -> answer instanceof Abandoned left && left.reason() == Reason.TIMEOUT
                    ? new Abandoned(Reason.TIMEOUT, talk.said(), null)
                    : answer);
        }
        return ready.getNow(false)
                ? Optional.empty()
                : Optional.of(new Answer.NotStarted(
                        awaitEnding(), talk.said() + new String(elsewhere.shut(), UTF_8), asked.get()));
    }

    Answer run(Exchange exchange) {
        String mark = newMark(random);
        byte[] markBytes = mark.getBytes(US_ASCII);
        Capture noise = Capture.notes();
        Capture elsewhere = Capture.notes();
        Capture out = new Capture(exchange.stdoutTo(), MEMORY_LIMIT, this::abandon);
        Capture err = new Capture(null, MEMORY_LIMIT, this::abandon);
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        CompletableFuture<Integer> code = inBackground(-1, () -> {
            begun.complete(stdout.copyUntil(elsewhere, markBytes));
            group = number(stdout.line(), 0);
            return stdout.copyUntil(out, markBytes) ? (int) number(stdout.line(), -1) : -1;
        });
        CompletableFuture<Boolean> told = inBackground(
                false,
                () -> stderr.copyUntil(noise, markBytes)
                        && stderr.line().isEmpty()
                        && stderr.copyUntil(err, markBytes)
                        && stderr.line().isEmpty());
        CompletableFuture<Boolean> sent = send(exchange, mark, code);
        Optional<Answer> stopped = await(CompletableFuture.allOf(code, told, sent), exchange.timeout());
        byte[] printed = out.shut();
        byte[] complained = err.shut();
        if (stopped.isPresent()) {
            return begun.getNow(false) && stopped.get() instanceof Abandoned left
                    ? new Abandoned(left.reason(), left.detail(), new SoFar(printed, complained))
                    : stopped.get();
        }
        if (code.getNow(-1) >= 0 && told.getNow(false)) {
            answered = true;
            return new Answer.Answered(new Reply(code.getNow(-1), printed, complained));
        }
        Ending ending = awaitEnding();
        return begun.getNow(false)
                ? new Answer.Died(ending, printed, complained)
                : new Answer.NotStarted(ending, withoutReady(noise.shut()) + withoutReady(elsewhere.shut()), false);
    }

    private CompletableFuture<Boolean> send(Exchange exchange, String mark, CompletableFuture<Integer> code) {
        Frame frame = Frame.of(exchange, mark, kept);
        return inBackground(false, () -> {
            process.stdin().write(frame.bytes());
            process.stdin().flush();
            return frame.whole() || sendInput(exchange.stdin(), code);
        });
    }

    private boolean sendInput(Payload payload, CompletableFuture<Integer> code) throws IOException {
        try {
            PayloadSender.send(payload, process.stdin(), code::isDone, abandoned::isDone);
            return true;
        } catch (PayloadSender.UnreadableException e) {
            abandon(Reason.PAYLOAD_FAILED, String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** Waits for a future, the time limit, the abandonment, or the end of the process, whichever is first. */
    private Optional<Answer> await(CompletableFuture<?> work, Duration limit) {
        CompletableFuture<Object> first = CompletableFuture.anyOf(work, abandoned);
        long start = System.nanoTime();
        boolean ended = false;
        while (true) {
            try {
                long left = limit.isZero() ? Long.MAX_VALUE : limit.toMillis() - elapsedMillis(start);
                if (left <= 0) {
                    abandon(Reason.TIMEOUT, "");
                }
                first.get(Math.clamp(left, 1, GLANCE_MILLIS), TimeUnit.MILLISECONDS);
                return abandoned.isDone() ? Optional.of(abandoned.join()) : Optional.empty();
            } catch (TimeoutException e) {
                // A child that outlives its shell keeps the streams open, so their end is not to be waited for.
                if (ended) {
                    return Optional.empty();
                }
                ended = process.ending().isPresent();
            } catch (InterruptedException e) {
                abandon(Reason.CANCELLED, "");
                Thread.currentThread().interrupt();
                return Optional.of(abandoned.join());
            } catch (ExecutionException e) {
                abandon(Reason.CANCELLED, "");
                throw new CompletionException(e.getCause());
            }
        }
    }

    private Ending awaitEnding() {
        long start = System.nanoTime();
        while (process.ending().isEmpty() && elapsedMillis(start) < GLANCE_MILLIS) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return process.ending().orElse(new Ending(false, "its output ended"));
    }

    private static long elapsedMillis(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static long number(String text, long otherwise) {
        String digits = text.strip();
        return digits.matches("[0-9]{1,10}") ? Long.parseLong(digits) : otherwise;
    }

    private static String withoutReady(byte[] said) {
        return new String(said, UTF_8).replace(ShellLoop.READY + "\n", "").strip();
    }

    private interface Work<T> {
        T go() throws IOException;
    }

    /**
     * @param broken the result when a stream breaks, the same as when it ends: what that means is decided by who waits
     */
    private static <T> CompletableFuture<T> inBackground(T broken, Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(work.go());
            } catch (IOException e) {
                result.complete(broken);
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Lets an idle loop end by itself, and waits for that a moment. */
    void quit() {
        abandon(Reason.CANCELLED, "");
        try (process) {
            process.stdin().close();
            awaitEnding();
        } catch (IOException e) {
            process.close();
        }
    }

    @Override
    public void close() {
        abandon(Reason.CANCELLED, "");
        process.close();
    }
}
