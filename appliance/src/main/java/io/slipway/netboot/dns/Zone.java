package io.slipway.netboot.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** The names below one, and all that is known of them. Looked up as RFC 1034, section 4.3.2, and RFC 4592 have it. */
final class Zone {

    private final SOARecord soa;
    private final Map<Name, List<Record>> records = new HashMap<>();

    /** With those that exist only because something is below them. */
    private final Set<Name> names = new HashSet<>();

    Zone(SOARecord soa) {
        this.soa = soa;
        add(soa);
    }

    /**
     * What a name has.
     *
     * @param exists whether there is such a name, be it without anything of the type that was asked for
     */
    record Found(List<Record> records, boolean exists) {}

    Name origin() {
        return soa.getName();
    }

    SOARecord soa() {
        return soa;
    }

    /** A record that is there already is not there twice. */
    void add(Record record) {
        List<Record> all = records.computeIfAbsent(record.getName(), name -> new ArrayList<>());
        if (!all.contains(record)) {
            all.add(record);
        }
        for (Name name = record.getName(); name.labels() >= origin().labels(); name = new Name(name, 1)) {
            names.add(name);
        }
    }

    List<Record> at(Name name) {
        return records.getOrDefault(name, List.of());
    }

    /** The records of a type, or the alias that a name is, written as belonging to the name as it was asked for. */
    Found find(Name name, int type) {
        Optional<Name> source = source(name);
        List<Record> found = source.map(this::at).orElse(List.of()).stream()
                .filter(record -> record.getType() == type || record instanceof CNAMERecord || type == Type.ANY)
                .map(record -> Record.newRecord(
                        name, record.getType(), record.getDClass(), record.getTTL(), record.rdataToWireCanonical()))
                .toList();
        return new Found(found, source.isPresent());
    }

    /** Itself, or the wildcard that stands for it. */
    private Optional<Name> source(Name name) {
        if (names.contains(name)) {
            return Optional.of(name);
        }
        Name encloser = name;
        while (!names.contains(encloser)) {
            encloser = new Name(encloser, 1);
        }
        Name wildcard = name.wild(name.labels() - encloser.labels());
        return names.contains(wildcard) ? Optional.of(wildcard) : Optional.empty();
    }
}
