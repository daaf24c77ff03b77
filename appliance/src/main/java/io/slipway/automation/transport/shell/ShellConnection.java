package io.slipway.automation.transport.shell;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.shell.Answer.Abandoned;
import io.slipway.automation.transport.shell.Answer.Answered;
import io.slipway.automation.transport.shell.Answer.Died;
import io.slipway.automation.transport.shell.Answer.NotStarted;
import io.slipway.automation.transport.shell.ShellProcess.Ending;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A connection that runs exchanges in long-lived shells, one for each user to become and for each thread that asks at the same time.
 *
 * <p>A shell that is found dead before a script began is replaced, so where the far side ends every session after one command, each
 * exchange simply has a session of its own.
 */
public final class ShellConnection implements Connection {

    private final ShellHost host;
    private final ShellPool pool;
    private volatile boolean broken;
    private long lastUse = System.nanoTime();
    private boolean retired;

    public ShellConnection(ShellHost host, RandomGenerator random) {
        this.host = host;
        this.pool = new ShellPool(host, random);
    }

    /**
     * Notes that somebody is about to use it; false when exchanges have no chance any more. An exchange may notice that the way broke
     * before the host itself does.
     */
    public synchronized boolean use() {
        if (retired || broken || !host.alive()) {
            return false;
        }
        lastUse = System.nanoTime();
        return true;
    }

    /** Lets nobody use it again if nobody has for so long. Then it is the caller's to close. */
    public synchronized boolean retire(Duration idle) {
        if (!retired && !pool.busy() && System.nanoTime() - lastUse >= idle.toNanos()) {
            retired = true;
            return true;
        }
        return false;
    }

    @Override
    public Reply run(Exchange exchange) {
        try {
            return answer(exchange);
        } finally {
            use();
        }
    }

    private Reply answer(Exchange exchange) {
        Optional<Become> whom = Elevation.change(host, exchange.become());
        while (true) {
            FramedShell shell = pool.take(whom);
            boolean proven = shell.proven();
            boolean healthy = false;
            try {
                Answer answer = shell.run(exchange);
                switch (answer) {
                    case Answered answered -> {
                        healthy = true;
                        return answered.reply();
                    }
                    case NotStarted dead when proven && dead.ending().orderly() -> {}
                    case NotStarted dead -> {
                        note(dead.ending());
                        throw Failures.notStarted(host, whom, dead);
                    }
                    case Died died -> {
                        note(died.ending());
                        throw Failures.died(host, died);
                    }
                    case Abandoned left -> throw Failures.abandoned(host, exchange, left, pool.stop(whom, shell));
                }
            } finally {
                pool.giveBack(whom, shell, healthy);
            }
        }
    }

    private void note(Ending ending) {
        if (!ending.orderly()) {
            broken = true;
        }
    }

    /** Ends exchanges under way and stops their scripts on the node; takes seconds where that is slow or dead. No exchange can begin after it. */
    public void stop() {
        pool.close();
    }

    @Override
    public void close() {
        stop();
        host.close();
    }
}
