package io.slipway.lab;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A wanted node. */
public record NodeSpec(String name, Group group) {

    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,30}[a-z0-9])?");
    private static final Pattern COUNTS = Pattern.compile("(\\d{1,3})\\+(\\d{1,3})");
    private static final Position PLACE = Position.in("--nodes");

    /** So many fit into the addresses that a group has. */
    private static final int MOST = 89;

    public NodeSpec {
        if (!NAME.matcher(name).matches()) {
            throw new LabException(
                    Problem.of("'" + name + "' cannot be the name of a node")
                            .at(PLACE)
                            .because(
                                    "a host name has lower-case letters, digits and inner dashes, begins with a letter, and has at most 32 characters"));
        }
    }

    /**
     * Nodes as a person writes them: {@code 1+2} for so many management and compute nodes, or names, of which those that begin
     * with {@code mgmt} are management nodes.
     */
    public static List<NodeSpec> parse(String text) {
        Matcher counts = COUNTS.matcher(text.strip());
        List<NodeSpec> nodes = counts.matches()
                ? numbered(Integer.parseInt(counts.group(1)), Integer.parseInt(counts.group(2)))
                : named(text);
        check(nodes, text);
        return List.copyOf(nodes);
    }

    private static List<NodeSpec> numbered(int management, int compute) {
        List<NodeSpec> nodes = new ArrayList<>();
        number(nodes, Group.MANAGEMENT, management);
        number(nodes, Group.COMPUTE, compute);
        return nodes;
    }

    private static void number(List<NodeSpec> nodes, Group group, int count) {
        for (int i = 1; i <= count; i++) {
            nodes.add(new NodeSpec(group.prefix() + String.format("%02d", i), group));
        }
    }

    private static List<NodeSpec> named(String text) {
        List<NodeSpec> nodes = new ArrayList<>();
        for (String name : text.strip().split("\\s*,\\s*")) {
            nodes.add(
                    new NodeSpec(name, name.startsWith(Group.MANAGEMENT.prefix()) ? Group.MANAGEMENT : Group.COMPUTE));
        }
        return nodes;
    }

    private static void check(List<NodeSpec> nodes, String text) {
        if (nodes.isEmpty()) {
            throw new LabException(Problem.of("'" + text + "' asks for no node at all")
                    .at(PLACE)
                    .hint("for example --nodes 1+2"));
        }
        if (nodes.stream().map(NodeSpec::name).distinct().count() < nodes.size()) {
            throw new LabException(
                    Problem.of("'" + text + "' names a node twice").at(PLACE));
        }
        for (Group group : Group.values()) {
            long count = nodes.stream().filter(node -> node.group == group).count();
            if (count > MOST) {
                throw new LabException(
                        Problem.of("a lab has room for " + MOST + " " + group.groupName() + " nodes, not " + count)
                                .at(PLACE));
            }
        }
    }
}
