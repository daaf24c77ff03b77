package io.slipway.common.yaml;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A mapping of a description whose keys are known; collects every mistake instead of stopping at the first. */
public final class Fields {

    private final YamlNode.Mapping mapping;
    private final List<Problem> problems;

    private Fields(YamlNode.Mapping mapping, List<Problem> problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /** @param what the mapping is, for messages */
    public static Optional<Fields> of(YamlNode node, String what, Set<String> known, List<Problem> problems) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            problems.add(
                    Problem.of(what + " must be a mapping, not " + node.kind()).at(node.at()));
            return Optional.empty();
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!known.contains(entry.name())) {
                String miss = NearMiss.hint(entry.name(), known);
                problems.add(Problem.of("unknown key '" + entry.name() + "' in " + what)
                        .at(entry.key().at())
                        .hint(
                                miss.isEmpty()
                                        ? "known are "
                                                + String.join(
                                                        ", ",
                                                        known.stream().sorted().toList())
                                        : miss));
            }
        }
        return Optional.of(new Fields(mapping, problems));
    }

    public Position at() {
        return mapping.at();
    }

    public Optional<YamlNode> node(String key) {
        return mapping.get(key);
    }

    /** Where a key's value is; without one, where the mapping is. */
    public Position at(String key) {
        return node(key).map(YamlNode::at).orElse(mapping.at());
    }

    public Optional<String> text(String key) {
        return node(key).flatMap(node -> scalar(key, node)).map(YamlNode.Scalar::text);
    }

    /** An empty text when there is none, which is a mistake. */
    public String required(String key) {
        if (node(key).isEmpty()) {
            problems.add(Problem.of("'" + key + "' is missing").at(mapping.at()));
        }
        return text(key).orElse("");
    }

    public boolean flag(String key, boolean otherwise) {
        Optional<YamlNode> node = node(key);
        if (node.isEmpty()) {
            return otherwise;
        }
        if (node.get() instanceof YamlNode.Scalar scalar && scalar.value() instanceof Boolean value) {
            return value;
        }
        problems.add(
                Problem.of("'" + key + "' must be true or false").at(node.get().at()));
        return otherwise;
    }

    /** The words of a list; a single word counts as a list of one. */
    public List<YamlNode.Scalar> words(String key) {
        List<YamlNode.Scalar> words = new ArrayList<>();
        node(key).ifPresent(node -> {
            List<YamlNode> items = node instanceof YamlNode.Sequence list ? list.items() : List.of(node);
            items.forEach(item -> scalar(key, item).ifPresent(words::add));
        });
        return words;
    }

    public List<String> texts(String key) {
        return words(key).stream().map(YamlNode.Scalar::text).toList();
    }

    private Optional<YamlNode.Scalar> scalar(String key, YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && scalar.value() != null) {
            return Optional.of(scalar);
        }
        problems.add(
                Problem.of("'" + key + "' must be text, not " + node.kind()).at(node.at()));
        return Optional.empty();
    }
}
