package io.slipway.automation.engine;

import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Problem;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A round of a loop that has begun before its turn: a thread of its own, which stops at its first question. It never works at the same
 * time as the loop or another round, so they share what is for one thread only.
 */
final class EarlyRound implements Asking {

    private final Semaphore mayGo = new Semaphore(0);
    private final Semaphore stopped = new Semaphore(0);
    private @Nullable RemoteNode node;
    private @Nullable Script question;
    private @Nullable Reply answer;
    private @Nullable TransportException failure;
    private HostTask.@Nullable Begun done;
    private @Nullable Throwable mistake;
    private boolean turn;
    private boolean tooEarly;
    private boolean withdrawn;
    private boolean acted;

    private EarlyRound() {}

    /** Begins; returns when it has come to its first question, or to its end. */
    static EarlyRound begin(RunContext run, Function<Asking, HostTask.Begun> work) {
        EarlyRound round = new EarlyRound();
        Thread.ofVirtual().start(() -> {
            run.interruption().register(Thread.currentThread());
            try {
                round.done = work.apply(round);
            } catch (RuntimeException | StackOverflowError e) {
                round.mistake = e;
            } finally {
                run.interruption().unregister(Thread.currentThread());
                round.stopped.release();
            }
        });
        round.stopped.acquireUninterruptibly();
        return round;
    }

    @Override
    public boolean inTurn() {
        tooEarly |= !turn;
        return turn;
    }

    /** Whether it depends on the rounds before it, so that it has to begin again. */
    boolean tooEarly() {
        return tooEarly;
    }

    /** What it waits to be told, if that is only a look. */
    Optional<Script> look() {
        return Optional.ofNullable(question).filter(Script::looks);
    }

    /** Whether it waits to see something of another machine than this, whose files later rounds may read. */
    boolean mayLookEarly() {
        return look().isPresent() && node().filter(asked -> !asked.local()).isPresent();
    }

    /** The node that it asks, if it asks any. */
    Optional<RemoteNode> node() {
        return Optional.ofNullable(node);
    }

    /** What it asks is known already; {@code null} if it is not known any more. */
    void know(@Nullable Reply reply) {
        answer = reply;
    }

    /** There was no answer to what it asks. */
    void fail(TransportException e) {
        failure = e;
    }

    /** Its turn has come: lets it work to its end. */
    HostTask.Begun end() {
        turn = true;
        goOn();
        if (mistake instanceof Error e) {
            throw e;
        }
        if (mistake instanceof RuntimeException e) {
            throw e;
        }
        return Objects.requireNonNull(done);
    }

    /** It is not wanted: whatever it asks has no answer. */
    void withdraw() {
        withdrawn = true;
        goOn();
    }

    private void goOn() {
        if (done == null && mistake == null) {
            mayGo.release();
            stopped.acquireUninterruptibly();
        }
    }

    /** Whether it did more on the node than to look. */
    boolean acted() {
        return acted;
    }

    @Override
    public Reply ask(RemoteNode asked, Script script) {
        if (!turn) {
            node = asked;
            question = script;
            stopped.release();
            mayGo.acquireUninterruptibly();
        }
        if (withdrawn) {
            throw new TransportException(
                    TransportException.Kind.GIVEN_UP, Problem.of("nobody wants to know any more"), null);
        }
        TransportException broken = failure;
        failure = null;
        if (broken != null) {
            throw broken;
        }
        Reply known = answer;
        answer = null;
        if (known != null) {
            return known;
        }
        acted |= !script.looks();
        return asked.answer(script);
    }
}
