package io.slipway.automation.transport.shell;

import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.shell.Answer.Answered;
import io.slipway.automation.transport.shell.ShellHost.SessionRefusedException;
import java.time.Duration;

/**
 * Kills a process group: first politely, and two seconds later for good, so that a busy node, too, takes temporary files away. This
 * goes through a shell of its own as the same user, since the one in question listens no more, and only that user (or root) may.
 *
 * <p>What tells the node to stop comes behind all that was on its way there, so on a slow line it takes a while. A node that says
 * something meanwhile is waited for; one that is silent has died, and nobody waits long for that.
 */
final class Stopping {

    private static final Duration LONGEST = Duration.ofSeconds(6);
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration GLANCE = Duration.ofMillis(100);

    /** The dots are signs of life. */
    private static final String SCRIPT = """
            kill -s TERM -- "$slipway_victims" 2>/dev/null || exit 0
            for slipway_turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
              printf .
              sleep 0.1
              kill -s 0 -- "$slipway_victims" 2>/dev/null || exit 0
            done
            kill -s KILL -- "$slipway_victims" 2>/dev/null
            exit 0
            """;

    private final ShellHost host;
    private final Thread thread;
    private volatile boolean certain;

    private Stopping(ShellHost host, long group, Killers killers) {
        this.host = host;
        this.thread = Thread.ofVirtual().unstarted(() -> certain = kill(group, killers));
    }

    /** Starts shells as the user in question. */
    interface Killers {
        FramedShell start() throws SessionRefusedException;
    }

    /** @param group 0 if nothing runs */
    static Stopping begin(ShellHost host, long group, Killers killers) {
        Stopping stopping = new Stopping(host, group, killers);
        stopping.thread.start();
        return stopping;
    }

    private static boolean kill(long group, Killers killers) {
        if (group <= 1) {
            return group == 0;
        }
        try (FramedShell killer = killers.start()) {
            return killer.run(Exchange.of("slipway_victims=-" + group + "\n" + SCRIPT)
                            .within(LONGEST))
                    instanceof Answered;
        } catch (SessionRefusedException | TransportException e) {
            return false;
        }
    }

    /**
     * Waits for it, also when the calling thread was interrupted before.
     *
     * @return whether it is certain that nothing of it runs on, apart from what left the process group
     */
    boolean await() {
        boolean interrupted = Thread.interrupted();
        long begin = System.nanoTime();
        long last = begin;
        long before = host.heard();
        try {
            while (!thread.join(GLANCE)) {
                long now = System.nanoTime();
                long heard = host.heard();
                last = heard == before ? last : now;
                before = heard;
                if (now - last >= SILENCE.toNanos() || now - begin >= LONGEST.toNanos()) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return certain;
    }
}
