package io.slipway.mirror.apt.closure;

import io.slipway.common.DebianVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that goes by one name: packages that are called so, and packages that provide it. */
final class Named {

    private static final Comparator<Offer> BEST_FIRST = Comparator.comparingInt(Offer::priority)
            .reversed()
            .thenComparing(offer -> offer.chosen().version(), Comparator.reverseOrder());

    private final String name;
    private final int id;
    private final List<Offer> offers = new ArrayList<>(1);
    private final List<Provision> provisions = new ArrayList<>(0);

    /** @param id counts names in the order in which the indexes first mention them: where nothing else decides, apt prefers the higher */
    Named(String name, int id) {
        this.name = name;
        this.id = id;
    }

    /** @param version the version under which the name is provided; null for none */
    record Provision(Offer by, @Nullable DebianVersion version) {}

    String name() {
        return name;
    }

    int id() {
        return id;
    }

    /** Best first: by the priority of their archive, then by version. */
    List<Offer> offers() {
        return offers;
    }

    List<Provision> provisions() {
        return provisions;
    }

    Optional<Offer> best() {
        return offers.isEmpty() ? Optional.empty() : Optional.of(offers.getFirst());
    }

    /** @return nothing if the same package was offered before, at no less priority */
    Optional<Offer> offer(Offer offer) {
        int from = 0;
        int to = offers.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (BEST_FIRST.compare(offer, offers.get(middle)) < 0) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        if (from > 0
                && offers.get(from - 1).chosen().sha256().equals(offer.chosen().sha256())) {
            return Optional.empty();
        }
        offers.add(from, offer);
        return Optional.of(offer);
    }

    @Override
    public String toString() {
        return name;
    }
}
