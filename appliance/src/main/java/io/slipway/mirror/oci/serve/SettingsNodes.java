package io.slipway.mirror.oci.serve;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what settings are made of, and gathers what is wrong with them. */
final class SettingsNodes {

    private final List<Problem> problems = new ArrayList<>();

    void wrong(YamlNode node, String what) {
        problems.add(Problem.of(what).at(node.at()));
    }

    void wrong(YamlNode node, String what, String hint) {
        problems.add(Problem.of(what).at(node.at()).hint(hint));
    }

    /** @throws ServeException if anything was wrong */
    void requireSound() {
        if (!problems.isEmpty()) {
            throw new ServeException(problems);
        }
    }

    List<YamlNode.Entry> entries(YamlNode node, Set<String> known) {
        List<YamlNode.Entry> entries = all(node);
        for (YamlNode.Entry entry : entries) {
            if (!known.contains(entry.name())) {
                problems.add(Problem.of("unknown key '" + entry.name() + "'")
                        .at(entry.key().at())
                        .hint(NearMiss.hint(entry.name(), known)));
            }
        }
        return entries;
    }

    /** Where the keys are names that people give. */
    List<YamlNode.Entry> all(YamlNode node) {
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping.entries();
        }
        wrong(node, "this must be a mapping, not " + node.kind());
        return List.of();
    }

    List<String> texts(YamlNode node) {
        return (node instanceof YamlNode.Sequence list ? list.items() : List.of(node))
                .stream().map(this::text).toList();
    }

    String text(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text();
        }
        wrong(node, "this must be text, not " + node.kind());
        return "";
    }

    /** One that is more than 0. */
    int number(YamlNode node) {
        String text = text(node);
        if (text.matches("[1-9]\\d{0,8}")) {
            return Integer.parseInt(text);
        }
        wrong(node, "this must be a number, 1 or more");
        return 1;
    }
}
