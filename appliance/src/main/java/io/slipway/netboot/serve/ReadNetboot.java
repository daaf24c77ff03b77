package io.slipway.netboot.serve;

import io.slipway.common.ByteSize;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlNode;
import io.slipway.netboot.dhcp.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the section {@code netboot} of the settings. */
public final class ReadNetboot {

    private static final Set<String> KEYS =
            Set.of("interfaces", "dhcp", "networks", "server", "enrolment", "installs", "in_flight");
    private static final Set<String> NETWORK_KEYS =
            Set.of("network", "pool", "routers", "dns", "ntp", "domain", "lease");
    private static final List<String> KINDS =
            Arrays.stream(NetbootSettings.Dhcp.values()).map(Object::toString).toList();

    /** As the kernel has it: IFNAMSIZ. */
    private static final Pattern INTERFACE = Pattern.compile("[^\\s/]{1,15}");

    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})(m|h|d)");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}");
    private static final Duration LEASE = Duration.ofHours(12);

    private final List<Problem> problems;

    ReadNetboot(List<Problem> problems) {
        this.problems = problems;
    }

    /** @param problems gets every mistake */
    public static NetbootSettings read(YamlNode section, List<Problem> problems) {
        return Fields.of(section, "'netboot'", KEYS, problems)
                .map(new ReadNetboot(problems)::settings)
                .orElse(NetbootSettings.NONE);
    }

    List<String> interfaces(Fields fields) {
        fields.words("interfaces").stream()
                .filter(word -> !INTERFACE.matcher(word.text()).matches())
                .forEach(word ->
                        problems.add(Problem.of("'" + word.text() + "' cannot be the name of a network interface")
                                .at(word.at())));
        return fields.texts("interfaces");
    }

    private NetbootSettings settings(Fields fields) {
        return new NetbootSettings(
                interfaces(fields),
                kind(fields),
                networks(fields),
                address(fields, "server"),
                choice(fields, "enrolment", List.of("closed", "open")).equals("open"),
                installs(fields),
                inFlight(fields));
    }

    private long inFlight(Fields fields) {
        Optional<String> text = fields.text("in_flight");
        OptionalLong size = text.map(ByteSize::parse).orElse(OptionalLong.empty());
        if (text.isPresent() && size.orElse(0) == 0) {
            problems.add(Problem.of("'" + text.get() + "' is not a number of bytes")
                    .at(fields.at("in_flight"))
                    .hint("as in 16GiB or 500MB; without it, nobody waits for others to fetch"));
        }
        return size.orElse(Long.MAX_VALUE);
    }

    private int installs(Fields fields) {
        Optional<String> text = fields.text("installs");
        if (text.isPresent() && !NUMBER.matcher(text.get()).matches()) {
            problems.add(Problem.of("'" + text.get() + "' is not a number of nodes")
                    .at(fields.at("installs"))
                    .hint("it says how many are installed at a time, at least 1"));
            return NetbootSettings.INSTALLS;
        }
        return text.map(Integer::parseInt).orElse(NetbootSettings.INSTALLS);
    }

    private NetbootSettings.Dhcp kind(Fields fields) {
        // YAML has 'off' for false.
        if (fields.node("dhcp").orElse(null) instanceof YamlNode.Scalar scalar
                && Boolean.FALSE.equals(scalar.value())) {
            return NetbootSettings.Dhcp.OFF;
        }
        String given = choice(fields, "dhcp", KINDS);
        return Arrays.stream(NetbootSettings.Dhcp.values())
                .filter(kind -> kind.toString().equals(given))
                .findFirst()
                .orElseThrow();
    }

    /** One of several words; the first when nothing is said, or something else. */
    private String choice(Fields fields, String key, List<String> choices) {
        String given = fields.text(key).orElse(choices.getFirst());
        if (choices.contains(given)) {
            return given;
        }
        String miss = NearMiss.hint(given, choices);
        problems.add(Problem.of("'" + key + "' cannot be '" + given + "'")
                .at(fields.at(key))
                .hint(miss.isEmpty() ? "it is one of " + String.join(", ", choices) : miss));
        return choices.getFirst();
    }

    private List<Link> networks(Fields fields) {
        List<Link> links = new ArrayList<>();
        Optional<YamlNode> node = fields.node("networks");
        if (node.isPresent() && !(node.get() instanceof YamlNode.Sequence)) {
            problems.add(Problem.of("'networks' must be a list").at(node.get().at()));
        }
        if (node.orElse(null) instanceof YamlNode.Sequence list) {
            list.items()
                    .forEach(item -> Fields.of(item, "a network", NETWORK_KEYS, problems)
                            .flatMap(this::link)
                            .ifPresent(links::add));
        }
        return links;
    }

    private Optional<Link> link(Fields fields) {
        String written = fields.required("network");
        Optional<IpNetwork> network = network(written);
        if (network.isEmpty()) {
            if (!written.isEmpty()) {
                problems.add(Problem.of("'" + written + "' is not a network")
                        .at(fields.at("network"))
                        .hint("write it like 10.10.0.0/22"));
            }
            return Optional.empty();
        }
        return Optional.of(new Link(
                network.get(),
                pool(fields, network.get()),
                addresses(fields, "routers"),
                addresses(fields, "dns"),
                addresses(fields, "ntp"),
                fields.text("domain").orElse(""),
                lease(fields)));
    }

    /** The network that a text names, of IPv4 and with room for machines. */
    public static Optional<IpNetwork> network(String text) {
        return IpNetwork.parse(text)
                .filter(its -> its.version() == 4 && text.contains("/") && its.prefix() >= 8 && its.prefix() <= 30)
                .map(IpNetwork::network);
    }

    private Optional<Link.Pool> pool(Fields fields, IpNetwork network) {
        Optional<String> text = fields.text("pool");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<IpAddress> ends = Arrays.stream(text.get().split("-", -1))
                .flatMap(end -> IpAddress.parse(end.strip()).stream())
                .filter(end -> network.contains(new IpNetwork(end, end.width())))
                .toList();
        if (ends.size() != 2 || ends.getFirst().compareTo(ends.getLast()) > 0) {
            problems.add(Problem.of("'" + text.get() + "' is not a pool of " + network)
                    .at(fields.at("pool"))
                    .hint("write its first and its last address with a dash between them"));
            return Optional.empty();
        }
        return Optional.of(new Link.Pool(ends.getFirst(), ends.getLast()));
    }

    private Duration lease(Fields fields) {
        Optional<String> text = fields.text("lease");
        if (text.isEmpty()) {
            return LEASE;
        }
        Matcher time = TIME.matcher(text.get());
        if (!time.matches()) {
            problems.add(Problem.of("'" + text.get() + "' is not a time")
                    .at(fields.at("lease"))
                    .hint("write it like 30m, 12h or 7d"));
            return LEASE;
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private Optional<IpAddress> address(Fields fields, String key) {
        return addresses(fields, key).stream().findFirst();
    }

    List<IpAddress> addresses(Fields fields, String key) {
        List<IpAddress> addresses = new ArrayList<>();
        for (YamlNode.Scalar word : fields.words(key)) {
            Optional<IpAddress> address = IpAddress.parse(word.text()).filter(its -> its.version() == 4);
            address.ifPresentOrElse(
                    addresses::add,
                    () -> problems.add(Problem.of("'" + word.text() + "' is not an IPv4 address")
                            .at(word.at())));
        }
        return addresses;
    }

    /** The pod's own network as a link, when the settings describe none. */
    public static Link usual(IpNetwork network, List<IpAddress> routers, String domain) {
        return new Link(network, Optional.empty(), routers, List.of(), List.of(), domain, LEASE);
    }
}
