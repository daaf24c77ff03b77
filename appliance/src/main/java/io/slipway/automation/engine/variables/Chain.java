package io.slipway.automation.engine.variables;

import io.slipway.common.Problem;
import io.slipway.common.template.TemplateException;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The variables that are being worked out right now, each because the one before it needs it. */
final class Chain {

    /** Deeper than honest content goes, and shallow enough for a thread's stack. */
    private static final int LONGEST = 60;

    private record Link(String host, YamlNode node, String name) {
        @SuppressWarnings("ReferenceEquality") // the very same text; another place may say the same
        boolean same(String otherHost, YamlNode other) {
            return node == other && host.equals(otherHost);
        }

        String shown() {
            return name.isEmpty() ? "the value at " + node.at() : name;
        }
    }

    private final List<Link> links = new ArrayList<>();

    void enter(String host, YamlNode node, String name) {
        Link next = new Link(host, node, name);
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).same(host, node)) {
                throw recursion(links.subList(i, links.size()), next);
            }
        }
        if (links.size() == LONGEST) {
            throw new TemplateException(
                    Problem.of("variables refer to each other more than " + LONGEST + " levels deep")
                            .at(node.at())
                            .because(chain(links.subList(LONGEST - 5, LONGEST), next)));
        }
        links.add(next);
    }

    boolean holds(String host, String name) {
        return links.stream()
                .anyMatch(link -> link.name().equals(name) && link.host().equals(host));
    }

    void leave() {
        links.removeLast();
    }

    private static TemplateException recursion(List<Link> loop, Link again) {
        String places = loop.stream()
                .map(link -> link.shown() + " at " + link.node().at())
                .distinct()
                .collect(Collectors.joining(", "));
        return new TemplateException(Problem.of("recursive loop detected in variable " + chain(loop, again))
                .at(loop.getFirst().node().at())
                .because(places)
                .hint("a variable cannot be defined by itself; give one of them another name"));
    }

    private static String chain(List<Link> links, Link last) {
        return links.stream().map(Link::shown).collect(Collectors.joining(" -> ")) + " -> " + last.shown();
    }
}
