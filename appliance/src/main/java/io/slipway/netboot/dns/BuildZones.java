package io.slipway.netboot.dns;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;

/** Makes zones of what the inventory and the settings say, and reports all mistakes at once. */
public final class BuildZones {

    /** Short, since nobody tells those who remember an answer that the inventory was changed. In seconds. */
    private static final long TTL = 60;

    private static final Pattern SERVICE = Pattern.compile("(\\d{1,5})\\s+(\\d{1,5})\\s+(\\d{1,5})\\s+(\\S+)");
    private static final int LARGEST = 65535;

    private final List<Problem> problems = new ArrayList<>();
    private final Map<Name, Zone> zones = new LinkedHashMap<>();
    private final PodNames names;
    private final Name domain;
    private final Name server;
    private final long serial;

    private BuildZones(PodNames names, long serial) {
        this.names = names;
        this.serial = serial;
        this.domain = domain(names.domain());
        this.server = within("ns", Position.in("dns")).orElse(domain);
    }

    /**
     * @param serial of the zones; grows from start to start
     * @throws DnsException naming every mistake
     */
    public static Zones of(PodNames names, long serial) {
        return new BuildZones(names, serial).build();
    }

    private static Name domain(String text) {
        Problem wrong = Problem.of(text.isEmpty() ? "the pod has no domain" : "'" + text + "' is not a domain")
                .hint("set 'domain' of slipway_pod in the inventory to one like pod.internal");
        try {
            Name name = Name.fromString(text, Name.root);
            if (name.labels() < 2) {
                throw new DnsException(wrong, null);
            }
            return name;
        } catch (TextParseException e) {
            throw new DnsException(wrong.because(String.valueOf(e.getMessage())), e);
        }
    }

    private Zones build() {
        zone(domain);
        names.servers().forEach(address -> add(new ARecord(server, DClass.IN, TTL, java(address))));
        names.networks().forEach(this::reverse);
        for (PodNames.Host host : names.hosts()) {
            within(host.name(), host.at()).ifPresent(name -> host(name, host));
        }
        names.extras().forEach(this::extra);
        zones.values().forEach(this::checkAliases);
        if (!problems.isEmpty()) {
            throw new DnsException(problems);
        }
        return new Zones(zones.values());
    }

    private void zone(Name origin) {
        zones.computeIfAbsent(origin, name -> {
            Name person = concatenated("hostmaster", domain);
            Zone zone = new Zone(new SOARecord(name, DClass.IN, TTL, server, person, serial, 3600, 600, 86400, TTL));
            zone.add(new NSRecord(name, DClass.IN, TTL, server));
            return zone;
        });
    }

    private Name concatenated(String label, Name origin) {
        try {
            return Name.fromString(label, origin);
        } catch (TextParseException e) {
            problems.add(Problem.of("the domain '" + names.domain() + "' is too long"));
            return origin;
        }
    }

    /** The zones of a network: whole octets, so that one of 22 bits has four. */
    private void reverse(IpNetwork network) {
        int octets = Math.clamp((network.prefix() + 7) / 8, 1, 3);
        BigInteger step = BigInteger.ONE.shiftLeft(32 - 8 * octets);
        BigInteger last = network.last().value();
        BigInteger value = network.first().value().divide(step).multiply(step);
        for (; value.compareTo(last) <= 0; value = value.add(step)) {
            zone(new Name(reverseName(new IpAddress(4, value)), 4 - octets));
        }
    }

    private static Name reverseName(IpAddress address) {
        return Name.fromConstantString(address.reverseName());
    }

    private void host(Name name, PodNames.Host host) {
        add(new ARecord(name, DClass.IN, TTL, java(host.address())));
        Name back = reverseName(host.address());
        if (zones.keySet().stream().noneMatch(back::subdomain)) {
            zone(new Name(back, 1));
        }
        add(new PTRRecord(back, DClass.IN, TTL, name));
    }

    private void add(Record record) {
        zones.values().stream()
                .filter(zone -> record.getName().subdomain(zone.origin()))
                .findFirst()
                .ifPresent(zone -> zone.add(record));
    }

    private void extra(PodNames.Extra extra) {
        Optional<Name> name = within(extra.name(), extra.at());
        if (name.isEmpty()) {
            return;
        }
        switch (extra.kind()) {
            case ADDRESS ->
                IpAddress.parse(extra.value())
                        .filter(address -> address.version() == 4)
                        .ifPresentOrElse(
                                address -> add(new ARecord(name.get(), DClass.IN, TTL, java(address))),
                                () -> wrong("'" + extra.value() + "' is not an IPv4 address", extra.at(), ""));
            case CNAME ->
                within(extra.value(), extra.at())
                        .ifPresent(target -> add(new CNAMERecord(name.get(), DClass.IN, TTL, target)));
            case SRV -> service(name.get(), extra);
        }
    }

    private void service(Name name, PodNames.Extra extra) {
        Matcher written = SERVICE.matcher(extra.value().strip());
        if (!written.matches()) {
            wrong("'" + extra.value() + "' is not a service", extra.at(), "write priority, weight, port and name");
            return;
        }
        int[] numbers = {number(written.group(1)), number(written.group(2)), number(written.group(3))};
        for (int number : numbers) {
            if (number > LARGEST) {
                wrong("'" + extra.value() + "' is not a service", extra.at(), number + " is more than " + LARGEST);
                return;
            }
        }
        within(written.group(4), extra.at())
                .ifPresent(
                        target -> add(new SRVRecord(name, DClass.IN, TTL, numbers[0], numbers[1], numbers[2], target)));
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    /** The name that a text means: as it stands with a dot at its end or the domain, otherwise within the domain. */
    private Optional<Name> within(String text, Position at) {
        try {
            Name name = Name.fromString(text, Name.root);
            return Optional.of(
                    text.endsWith(".") || name.subdomain(domain) ? checked(name) : Name.fromString(text, domain));
        } catch (TextParseException e) {
            wrong("'" + text + "' cannot be a name in the DNS: " + e.getMessage(), at, "");
            return Optional.empty();
        }
    }

    private static Name checked(Name name) throws TextParseException {
        if (name.labels() < 2) {
            throw new TextParseException("it is empty");
        }
        return name;
    }

    /** RFC 1034, section 3.6.2: an alias is nothing else. */
    private void checkAliases(Zone zone) {
        names.extras().stream()
                .filter(extra -> extra.kind() == PodNames.Kind.CNAME)
                .forEach(extra -> within(extra.name(), extra.at())
                        .filter(name -> zone.at(name).size() > 1)
                        .ifPresent(name -> wrong(
                                "'" + extra.name() + "' is an alias, and something else too",
                                extra.at(),
                                "an alias is one name for another, and has no other record")));
    }

    private void wrong(String what, Position at, String hint) {
        problems.add(Problem.of(what).at(at).hint(hint));
    }

    private static InetAddress java(IpAddress address) {
        int value = address.value().intValue();
        byte[] bytes = {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}
