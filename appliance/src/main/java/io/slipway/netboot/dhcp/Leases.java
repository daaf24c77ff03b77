package io.slipway.netboot.dhcp;

import io.slipway.common.network.IpAddress;
import io.slipway.common.state.LeaseTable;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who has which address. What was acknowledged is in the database before the client hears of it, so that no crash gives it to another:
 * {@link #settle} writes what several clients were given at once, since a commit costs more than all else. What was only offered is held in memory
 * for a while. A client gets the address that it had before as long as nobody else needs it.
 *
 * <p>Used by one thread at a time.
 */
final class Leases {

    private static final Duration OFFERED = Duration.ofSeconds(60);

    /** Somebody else uses such an address without having asked for it. */
    private static final Duration DECLINED = Duration.ofDays(1);

    private static final String NOBODY = "";

    private record Lease(String client, Instant expires) {}

    private final LeaseTable table;
    private final InstantSource clock;
    private final Map<IpAddress, Lease> byAddress = new HashMap<>();
    private final Map<String, IpAddress> byClient = new HashMap<>();
    private final Map<Link.Pool, IpAddress> untouched = new HashMap<>();
    private final Map<IpAddress, LeaseTable.Row> unwritten = new LinkedHashMap<>();

    /**
     * Reads what was promised before.
     *
     * @param longest nothing was promised for longer: what ends later comes of a clock that was set back since
     */
    Leases(LeaseTable table, InstantSource clock, Duration longest) {
        this.table = table;
        this.clock = clock;
        Instant last = clock.instant().plus(longest.compareTo(DECLINED) > 0 ? longest : DECLINED);
        for (LeaseTable.Row row : table.all()) {
            Instant expires = row.expires().isAfter(last) ? last : row.expires();
            IpAddress.parse(row.address()).ifPresent(address -> remember(address, row.client(), expires));
        }
    }

    private void remember(IpAddress address, String client, Instant expires) {
        Lease before = byAddress.put(address, new Lease(client, expires));
        if (before != null && !before.client.equals(client)) {
            byClient.remove(before.client, address);
        }
        if (!client.equals(NOBODY)) {
            byClient.put(client, address);
        }
    }

    private boolean isFreeFor(String client, IpAddress address) {
        Lease lease = byAddress.get(address);
        return lease == null || lease.client.equals(client) || lease.expires.isBefore(clock.instant());
    }

    /** The address that a client has or had, unless another has it now. */
    Optional<IpAddress> of(String client) {
        return Optional.ofNullable(byClient.get(client)).filter(address -> isFreeFor(client, address));
    }

    /**
     * An address for a client, held until it decides: the one it had, or the one it wants, or one that nobody ever had, or the one that has been
     * free for longest. Nothing when the pool is used up.
     *
     * @param reserved addresses that belong to others
     */
    Optional<IpAddress> offer(String client, Link.Pool pool, Optional<IpAddress> wanted, Set<IpAddress> reserved) {
        Optional<IpAddress> chosen = of(client)
                .filter(address -> suits(address, client, pool, reserved))
                .or(() -> wanted.filter(address -> suits(address, client, pool, reserved)))
                .or(() -> next(pool, reserved))
                .or(() -> longestFree(pool, reserved));
        chosen.ifPresent(address -> hold(client, address));
        return chosen;
    }

    private void hold(String client, IpAddress address) {
        Instant until = clock.instant().plus(OFFERED);
        Lease lease = byAddress.get(address);
        if (lease == null || !lease.client.equals(client) || lease.expires.isBefore(until)) {
            remember(address, client, until);
        }
    }

    private boolean suits(IpAddress address, String client, Link.Pool pool, Set<IpAddress> reserved) {
        return pool.contains(address) && !reserved.contains(address) && isFreeFor(client, address);
    }

    private Optional<IpAddress> next(Link.Pool pool, Set<IpAddress> reserved) {
        IpAddress address = untouched.getOrDefault(pool, pool.first());
        while (pool.contains(address) && (reserved.contains(address) || byAddress.containsKey(address))) {
            address = address.plus(BigInteger.ONE);
        }
        untouched.put(pool, address);
        return pool.contains(address) ? Optional.of(address) : Optional.empty();
    }

    private Optional<IpAddress> longestFree(Link.Pool pool, Set<IpAddress> reserved) {
        return byAddress.entrySet().stream()
                .filter(entry -> pool.contains(entry.getKey()) && !reserved.contains(entry.getKey()))
                .filter(entry -> entry.getValue().expires.isBefore(clock.instant()))
                .min(Map.Entry.comparingByValue(Comparator.comparing(Lease::expires)))
                .map(Map.Entry::getKey);
    }

    /** Gives an address to a client, as soon as it is settled; false when another has it. */
    boolean grant(String client, IpAddress address, Duration time) {
        if (!isFreeFor(client, address)) {
            return false;
        }
        write(address, client, clock.instant().plus(time));
        return true;
    }

    /** The client is done with its address, and gets it back if it returns in time. */
    void release(String client, IpAddress address) {
        Lease lease = byAddress.get(address);
        if (lease != null && lease.client.equals(client)) {
            write(address, client, clock.instant().minusSeconds(1));
        }
    }

    /** The client found somebody else at the address that it was given. */
    void decline(String client, IpAddress address) {
        Lease lease = byAddress.get(address);
        if (lease != null && lease.client.equals(client)) {
            write(address, NOBODY, clock.instant().plus(DECLINED));
        }
    }

    private void write(IpAddress address, String client, Instant expires) {
        unwritten.put(address, new LeaseTable.Row(address.toString(), client, expires));
        remember(address, client, expires);
    }

    /** Writes down what was given, taken back and declined: before clients are told. */
    void settle() {
        table.put(unwritten.values());
        unwritten.clear();
    }
}
