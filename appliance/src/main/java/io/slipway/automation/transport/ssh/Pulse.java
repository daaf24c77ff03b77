package io.slipway.automation.transport.ssh;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHException;

/**
 * Asks a host for a sign of life now and then, as ssh does with {@code ServerAliveInterval}: a host that froze keeps its TCP
 * connection, and would be waited for for ever. A command may be silent for as long as it likes, since its sshd answers.
 *
 * <p>sshj's own keep-alive would wait together with everybody else when a frozen host takes no more bytes; here only the question waits.
 */
final class Pulse {

    /**
     * @param interval between two questions; zero for none
     * @param most how many questions in a row may stay without an answer before the host is given up; zero for any number
     */
    record Rhythm(Duration interval, int most) {

        /** A minute's silence. */
        static final Rhythm USUAL = new Rhythm(Duration.ofSeconds(15), 3);

        Duration limit() {
            return interval.multipliedBy(most + 1L);
        }
    }

    private final SSHClient client;
    private final Link link;
    private final Rhythm rhythm;
    private final Queue<Promise<?, ?>> questions = new ConcurrentLinkedQueue<>();
    private volatile boolean silent;

    private Pulse(SSHClient client, Link link, Rhythm rhythm) {
        this.client = client;
        this.link = link;
        this.rhythm = rhythm;
    }

    /** Watches a host for as long as the connection to it lasts, and cuts that when the host is silent for too long. */
    static Pulse watch(SSHClient client, Link link, Rhythm rhythm) {
        Pulse pulse = new Pulse(client, link, rhythm);
        if (!rhythm.interval().isZero() && rhythm.most() > 0) {
            Thread.ofVirtual().start(pulse::watch);
        }
        return pulse;
    }

    /** Whether the host was given up. */
    boolean silent() {
        return silent;
    }

    /** @see Link#heard */
    long heard() {
        return link.heard();
    }

    String words() {
        return "the host gave no sign of life for " + rhythm.limit().toSeconds() + " s";
    }

    private void watch() {
        int unanswered = 0;
        long heard = link.heard();
        while (pause() && client.getTransport().isRunning()) {
            if (link.heard() != heard || questions.stream().anyMatch(Promise::isFulfilled)) {
                heard = link.heard();
                questions.clear();
                unanswered = 0;
            }
            if (unanswered >= rhythm.most()) {
                silent = true;
                link.close();
                return;
            }
            unanswered++;
            Thread.ofVirtual().start(this::ask);
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(rhythm.interval());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void ask() {
        try {
            questions.add(client.getConnection().sendGlobalRequest("keepalive@openssh.com", true, new byte[0]));
        } catch (SSHException e) {
            // The connection broke just now, which ends the watch.
            return;
        }
    }
}
