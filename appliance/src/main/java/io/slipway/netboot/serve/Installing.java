package io.slipway.netboot.serve;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.network.IpAddress;
import io.slipway.common.state.InstallTable;
import io.slipway.netboot.boot.NodeState;
import io.slipway.netboot.boot.NodeState.Happening;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.netboot.files.Profile;
import io.slipway.netboot.files.Profiles;
import io.slipway.netboot.install.InstallNode;
import io.slipway.netboot.install.Installers;
import io.slipway.netboot.install.Way;
import io.slipway.netboot.token.HostKeys;
import io.slipway.netboot.token.Tokens;
import io.slipway.netboot.token.Tokens.Purpose;
import io.slipway.netboot.token.Tokens.Shown;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** From the script that starts an installer to its last report: what it is given, and what is written down about it. */
public final class Installing {

    private static final Set<NodeState> UNDER_WAY = EnumSet.of(NodeState.BOOTING, NodeState.INSTALLING);
    private static final int BOOT = 8;

    private static final Map<String, Happening> REPORTS =
            Map.of("began", Happening.INSTALLER_BEGAN, "done", Happening.INSTALLER_ENDED, "failed", Happening.FAILED);

    /**
     * What is known of the nodes.
     *
     * @param addresses from which each asks, of those for which that is certain
     */
    public record Nodes(
            Map<String, InstallNode> nodes, Map<String, String> profiles, Map<String, IpAddress> addresses) {
        public Nodes {
            nodes = Map.copyOf(nodes);
            profiles = Map.copyOf(profiles);
            addresses = Map.copyOf(addresses);
        }
    }

    private final Nodes nodes;
    private final NodeStates states;
    private final Profiles profiles;
    private final Installers installers;
    private final Tokens tokens;
    private final HostKeys keys;
    private final InstallTable table;
    private final InstantSource clock;
    private final Consumer<Problem> failures;

    /** @param failures is told what is refused, and what cannot be made */
    public Installing(
            Nodes nodes,
            NodeStates states,
            Profiles profiles,
            Installers installers,
            Tokens tokens,
            HostKeys keys,
            InstallTable table,
            InstantSource clock,
            Consumer<Problem> failures) {
        this.nodes = nodes;
        this.states = states;
        this.profiles = profiles;
        this.installers = installers;
        this.tokens = tokens;
        this.keys = keys;
        this.table = table;
        this.clock = clock;
        this.failures = failures;
    }

    /**
     * The kernel's command line for a node, with a new token in it.
     *
     * @param base where this server is, such as {@code http://10.0.0.1:8080}
     * @param source from where it asks
     * @throws ProblemException when it cannot be made, or is asked for from elsewhere
     */
    String arguments(Profile profile, String node, String base, String source) {
        Optional<IpAddress> own = Optional.ofNullable(nodes.addresses.get(node));
        if (own.isPresent() && !own.get().toString().equals(source)) {
            Problem problem = Problem.of("what starts the installer of " + node + " was asked for from " + source)
                    .because("its own address is " + own.get());
            states.remarked(node, problem.what() + ": refused");
            throw new NetbootException(problem);
        }
        String boot = tokens.random().substring(0, BOOT);
        String server = base.substring("http://".length());
        String token = tokens.issue(Purpose.ANSWER, node, boot, source);
        return installers.arguments(profile, node(node), new Way(server, boot, token, ""));
    }

    private InstallNode node(String name) {
        return Optional.ofNullable(nodes.nodes.get(name))
                .orElseThrow(() -> new NetbootException(Problem.of("nobody described '" + name + "'")));
    }

    /**
     * How a document is asked for.
     *
     * @param server where this server is to the client, such as {@code 10.0.0.1:8080}
     * @param accept as the client says it
     */
    record Asked(String server, String source, String accept) {}

    /** What somebody gets who shows a token. */
    sealed interface Given {

        record Document(String text) implements Given {}

        /** Whoever asks is told no more than this. */
        record Refused() implements Given {}

        /** It is right to ask, but this appliance cannot answer. */
        record Broken() implements Given {}
    }

    /**
     * A document for whoever shows a token.
     *
     * @param asked where this server was asked, by whom, and what that takes
     * @param taken whether it is really fetched
     */
    Given document(String token, String name, Asked asked, boolean taken) {
        return switch (tokens.look(Purpose.ANSWER, token, asked.source)) {
            case Shown.Refused refused -> refused(refused, name, asked.source);
            case Shown.Good(InstallTable.Token its) -> document(its, name, asked, taken);
        };
    }

    private Given document(InstallTable.Token token, String name, Asked asked, boolean taken) {
        String node = token.node();
        NodeState state = states.of(node);
        if (!UNDER_WAY.contains(state)) {
            return refused(new Shown.Refused(Optional.of(node), "the node is " + state), name, token.address());
        }
        try {
            Profile profile =
                    profiles.read(Optional.ofNullable(nodes.profiles.get(node)).orElse(""));
            String ticket = taken ? tokens.issue(Purpose.REPORT, node, token.boot(), token.address()) : "";
            Way way = new Way(asked.server, token.boot(), "", ticket);
            String text = installers.document(profile, node(node), name, way, keys.of(node), asked.accept);
            if (taken && !tokens.use(token, name)) {
                return refused(new Shown.Refused(Optional.of(node), "it was given out already"), name, token.address());
            }
            if (taken) {
                states.remarked(node, "its installer fetched " + name);
            }
            return new Given.Document(text);
        } catch (ProblemException e) {
            e.problems().forEach(failures);
            states.remarked(
                    node, "its installer asked for " + name + ", which cannot be made: the server's log says why");
            return new Given.Broken();
        }
    }

    private Given refused(Shown.Refused refused, String what, String source) {
        String said = source + " asked for " + what
                + refused.node().map(node -> " of " + node).orElse("") + ": refused";
        failures.accept(Problem.of(said).because(refused.reason()));
        refused.node().ifPresent(node -> states.remarked(node, said + ": " + refused.reason()));
        return new Given.Refused();
    }

    /**
     * An installer says how far it is.
     *
     * @param text lines {@code ticket=…} and {@code state=…}, an empty one, and the end of its log
     * @return whether it was taken
     */
    boolean report(String text, String source) {
        String[] parts = text.split("\r?\n\r?\n", 2);
        String ticket = line(parts[0], "ticket=");
        String state = line(parts[0], "state=");
        Optional<Happening> happening = Optional.ofNullable(REPORTS.get(state));
        if (happening.isEmpty()) {
            refused(new Shown.Refused(Optional.empty(), "there is no such state"), "a report to be taken", source);
            return false;
        }
        return switch (tokens.look(Purpose.REPORT, ticket, source)) {
            case Shown.Refused refused -> {
                refused(refused, "a report '" + state + "' to be taken", source);
                yield false;
            }
            case Shown.Good(InstallTable.Token its) ->
                reported(its, state, happening.get(), parts.length > 1 ? parts[1] : "");
        };
    }

    private static String line(String head, String key) {
        return head.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst()
                .orElse("");
    }

    private boolean reported(InstallTable.Token ticket, String state, Happening happening, String log) {
        String node = ticket.node();
        if (!tokens.use(ticket, state)) {
            refused(
                    new Shown.Refused(Optional.of(node), "it was said already"),
                    "a report '" + state + "' to be taken",
                    ticket.address());
            return false;
        }
        states.noted(node, happening, "its installer said: " + state);
        if (!log.isBlank()) {
            table.log(node, new InstallTable.Log(clock.instant(), shown(log)));
        }
        if (state.equals("done")) {
            tokens.end(node);
        }
        return true;
    }

    /** Without what a terminal takes for more than text. */
    private static String shown(String log) {
        return log.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }
}
