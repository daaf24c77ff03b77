package io.slipway.automation.transport.shell;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.shell.Answer.Abandoned;
import io.slipway.automation.transport.shell.Answer.Answered;
import io.slipway.automation.transport.shell.Answer.Died;
import io.slipway.automation.transport.shell.Answer.NotStarted;
import io.slipway.automation.transport.shell.Answer.Reason;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A connection that runs exchanges in long-lived shells, one for each user to become and for each thread that asks at the same time.
 *
 * <p>A shell that is found dead before a script began is replaced, so where the far side ends every session after one command, each
 * exchange simply has a session of its own.
 */
public final class ShellConnection implements Connection {

    private final ShellHost host;
    private final ShellPool pool;

    public ShellConnection(ShellHost host, RandomGenerator random) {
        this.host = host;
        this.pool = new ShellPool(host, random);
    }

    /** Whether exchanges still have a chance. */
    public boolean alive() {
        return host.alive();
    }

    @Override
    public Reply run(Exchange exchange) {
        Optional<Become> whom = Elevation.change(host, exchange.become());
        while (true) {
            FramedShell shell = pool.take(whom);
            boolean proven = shell.proven();
            @Nullable Answer answer = null;
            try {
                answer = shell.run(exchange);
            } finally {
                if (answer instanceof Answered) {
                    pool.giveBack(shell, whom);
                } else {
                    pool.drop(shell);
                }
            }
            switch (answer) {
                case Answered answered -> {
                    return answered.reply();
                }
                case NotStarted dead when proven && dead.ending().orderly() -> {}
                case NotStarted dead -> throw Failures.notStarted(host, whom, dead);
                case Died died -> throw Failures.died(host, died);
                case Abandoned left -> {
                    boolean stopped = left.reason() != Reason.CANCELLED && pool.stop(whom, shell.group());
                    throw Failures.abandoned(host, exchange, left, stopped);
                }
            }
        }
    }

    /** Ends exchanges under way, stops their scripts on the node, and closes the way to the host; takes well under a second. */
    @Override
    public void close() {
        pool.close();
        host.close();
    }
}
