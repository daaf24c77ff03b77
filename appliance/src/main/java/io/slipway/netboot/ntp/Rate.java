package io.slipway.netboot.ntp;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often a client is answered: some times at once, as clients that start do, then once a second. The clients that were heard last are known, as
 * many as a fixed size allows. Used by one thread.
 */
final class Rate {

    private static final int BURST = 16;
    private static final double EACH_SECOND = 1;

    private record Allowance(double answers, long at) {}

    private final Map<InetAddress, Allowance> clients;

    /** @param known how many clients */
    Rate(int known) {
        clients = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<InetAddress, Allowance> eldest) {
                return size() > known;
            }
        };
    }

    /**
     * Also counts the answer.
     *
     * @param now in nanoseconds of a clock that nobody sets, unlike the one that is served
     */
    boolean allows(InetAddress client, long now) {
        Allowance before = clients.getOrDefault(client, new Allowance(BURST, now));
        double passed = (now - before.at) / 1e9;
        double answers = Math.min(BURST, before.answers + passed * EACH_SECOND);
        boolean allowed = answers >= 1;
        clients.put(client, new Allowance(allowed ? answers - 1 : answers, now));
        return allowed;
    }
}
