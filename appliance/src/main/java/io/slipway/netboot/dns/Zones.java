package io.slipway.netboot.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** All zones that are served here: the domain of the pod, and those of its addresses. */
public final class Zones {

    /** Aliases that are followed before they are taken for a circle. */
    private static final int ALIASES = 8;

    private final List<Zone> zones;

    Zones(Collection<Zone> zones) {
        this.zones = List.copyOf(zones);
    }

    /**
     * @param soa of the zone in which nothing was found; none when something was
     * @param exists false when there is no such name at all
     */
    record Result(List<Record> records, Optional<SOARecord> soa, boolean exists) {}

    Optional<Zone> of(Name name) {
        return zones.stream().filter(zone -> name.subdomain(zone.origin())).findFirst();
    }

    /** Aliases are followed as long as they lead to names that are served here; nothing for a name that is not. */
    Optional<Result> look(Name name, int type) {
        List<Record> records = new ArrayList<>();
        Name next = name;
        for (int i = 0; i < ALIASES; i++) {
            Optional<Zone> zone = of(next);
            if (zone.isEmpty()) {
                return i == 0 ? Optional.empty() : Optional.of(new Result(records, Optional.empty(), true));
            }
            Zone.Found found = zone.get().find(next, type);
            records.addAll(found.records());
            Optional<Name> target = found.records().stream()
                    .filter(record -> record instanceof CNAMERecord && record.getType() != type)
                    .map(record -> ((CNAMERecord) record).getTarget())
                    .findFirst();
            if (target.isEmpty()) {
                boolean nothing = found.records().isEmpty();
                Optional<SOARecord> soa = nothing ? Optional.of(zone.get().soa()) : Optional.empty();
                return Optional.of(new Result(records, soa, found.exists()));
            }
            next = target.get();
        }
        return Optional.of(new Result(records, Optional.empty(), true));
    }

    /** Such as {@code pod.internal, 0.10.10.in-addr.arpa}. */
    @Override
    public String toString() {
        return String.join(
                ", ", zones.stream().map(zone -> zone.origin().toString(true)).toList());
    }
}
