package io.slipway.netboot.serve;

import io.slipway.common.Problem;
import io.slipway.common.network.IpNetwork;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlNode;
import io.slipway.netboot.dns.PodNames;
import io.slipway.netboot.dns.PodNames.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the sections {@code dns} and {@code ntp} of the settings. */
public final class ReadServices {

    private static final Set<String> DNS_KEYS = Set.of("interfaces", "port", "forwarders", "clients", "records");
    private static final Set<String> NTP_KEYS = Set.of("interfaces", "port", "local");
    private static final Map<String, Kind> KINDS =
            Map.of("address", Kind.ADDRESS, "cname", Kind.CNAME, "srv", Kind.SRV);
    private static final Set<String> RECORD_KEYS = Set.of("name", "address", "cname", "srv");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int LARGEST_PORT = 65535;

    private final List<Problem> problems;
    private final ReadNetboot shared;

    private ReadServices(List<Problem> problems) {
        this.problems = problems;
        this.shared = new ReadNetboot(problems);
    }

    /**
     * The section {@code dns}, which switches names on by being there.
     *
     * @param problems gets every mistake
     */
    public static Optional<DnsSettings> dns(YamlNode section, List<Problem> problems) {
        return Fields.of(section, "'dns'", DNS_KEYS, problems).map(new ReadServices(problems)::dns);
    }

    /**
     * The section {@code ntp}, which switches time on by being there.
     *
     * @param problems gets every mistake
     */
    public static Optional<NtpSettings> ntp(YamlNode section, List<Problem> problems) {
        return Fields.of(section, "'ntp'", NTP_KEYS, problems).map(new ReadServices(problems)::ntp);
    }

    private DnsSettings dns(Fields fields) {
        return new DnsSettings(
                shared.interfaces(fields),
                port(fields, DnsSettings.PORT),
                shared.addresses(fields, "forwarders"),
                clients(fields),
                records(fields));
    }

    private NtpSettings ntp(Fields fields) {
        return new NtpSettings(shared.interfaces(fields), port(fields, NtpSettings.PORT), fields.flag("local", false));
    }

    private int port(Fields fields, int usual) {
        Optional<String> text = fields.text("port");
        if (text.isEmpty()) {
            return usual;
        }
        if (PORT.matcher(text.get()).matches() && Integer.parseInt(text.get()) <= LARGEST_PORT) {
            return Integer.parseInt(text.get());
        }
        problems.add(Problem.of("'" + text.get() + "' is not a port").at(fields.at("port")));
        return usual;
    }

    private List<IpNetwork> clients(Fields fields) {
        List<IpNetwork> networks = new ArrayList<>();
        for (YamlNode.Scalar word : fields.words("clients")) {
            IpNetwork.parse(word.text())
                    .ifPresentOrElse(
                            network -> networks.add(network.network()),
                            () -> problems.add(Problem.of("'" + word.text() + "' is not a network")
                                    .at(word.at())
                                    .hint("write it like 10.10.0.0/22")));
        }
        return networks;
    }

    private List<PodNames.Extra> records(Fields fields) {
        List<PodNames.Extra> records = new ArrayList<>();
        Optional<YamlNode> node = fields.node("records");
        if (node.isPresent() && !(node.get() instanceof YamlNode.Sequence)) {
            problems.add(Problem.of("'records' must be a list").at(node.get().at()));
        }
        if (node.orElse(null) instanceof YamlNode.Sequence list) {
            list.items()
                    .forEach(item -> Fields.of(item, "a record", RECORD_KEYS, problems)
                            .ifPresent(its -> records.addAll(record(its))));
        }
        return records;
    }

    private List<PodNames.Extra> record(Fields fields) {
        String name = fields.required("name");
        List<PodNames.Extra> records = new ArrayList<>();
        KINDS.forEach((key, kind) ->
                fields.words(key).forEach(word -> records.add(new PodNames.Extra(name, kind, word.text(), word.at()))));
        if (records.isEmpty()) {
            problems.add(Problem.of("the record of '" + name + "' says nothing")
                    .at(fields.at())
                    .hint("give it 'address', 'cname' or 'srv'"));
        }
        return name.isEmpty() ? List.of() : records;
    }
}
