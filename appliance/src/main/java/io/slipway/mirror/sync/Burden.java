package io.slipway.mirror.sync;

import io.slipway.common.Problem;
import io.slipway.mirror.apt.AptSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps what plans hold below what the memory bears, all mirrors of a sync together: an index without end is refused by name, and
 * takes no other mirror down.
 */
final class Burden {

    /** In bytes: what an entry that a closure may need takes beside its text. Measured with a million of them. */
    private static final long BESIDE_TEXT = 700;

    /** In bytes: what a file takes that comes in any case, from the plan to its line in the lock. */
    private static final long FILE = 2500;

    private final long bearable;
    private final AtomicLong held = new AtomicLong();

    /** @param bearable in bytes */
    Burden(long bearable) {
        this.bearable = bearable;
    }

    /** What this process may hold and still work. */
    static Burden ofThisProcess() {
        return new Burden(Runtime.getRuntime().maxMemory() / 5 * 4);
    }

    /** What one mirror's plan holds; none of it after it is closed. */
    final class Share implements AutoCloseable {

        private long bytes;
        private long entries;

        /** @param text the length of an entry that may be needed */
        void entry(AptSource source, int text) {
            take(source, text + BESIDE_TEXT);
        }

        /** A file that comes in any case. */
        void file(AptSource source) {
            take(source, FILE);
        }

        private void take(AptSource source, long more) {
            bytes += more;
            entries++;
            if (held.addAndGet(more) > bearable) {
                throw new SyncException(Problem.of("'" + source.label() + "' lists more than the memory bears")
                        .at(source.at())
                        .because("entry %,d is one too many for the %,d MB that Java may use"
                                .formatted(entries, Runtime.getRuntime().maxMemory() >> 20))
                        .hint("give it more, as in SLIPWAY_JAVA_OPTS=-Xmx8g, sync one mirror at a time, or take fewer"
                                + " suites, components or architectures in one mirror"));
            }
        }

        @Override
        public void close() {
            held.addAndGet(-bytes);
            bytes = 0;
        }
    }

    Share share() {
        return new Share();
    }
}
