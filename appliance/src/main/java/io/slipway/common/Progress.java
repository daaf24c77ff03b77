package io.slipway.common;

/**
 * What long work reports while it goes on. Only the command line turns this into text; everything else just tells.
 * Implementations are safe for use by many threads.
 */
public interface Progress {

    /** Reports to nobody. */
    Progress NONE = new Progress() {
        @Override
        public Step begin(String what, long total, Unit unit) {
            return units -> {};
        }

        @Override
        public void note(String line) {}
    };

    enum Unit {
        BYTES,
        ITEMS
    }

    /**
     * Starts a piece of work that takes a while.
     *
     * @param what a short phrase such as {@code fetch bookworm/main Packages}
     * @param total how many units there are; -1 when nobody knows
     */
    Step begin(String what, long total, Unit unit);

    /** Something worth a line of its own. */
    void note(String line);

    /** A piece of work in progress; closing it ends it, whether or not all units were done. */
    @FunctionalInterface
    interface Step extends AutoCloseable {

        /** This many more units are done. */
        void advance(long units);

        @Override
        default void close() {}
    }
}
