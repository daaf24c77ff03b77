package io.slipway.netboot.ignition;

import io.slipway.common.yaml.YamlNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What stands twice in a list whose items must differ. Files, directories and links share their paths, kernel arguments both lists. */
final class Duplicates {

    private static final Map<String, String> SHARED = Map.of(
            "files",
            "nodes",
            "directories",
            "nodes",
            "links",
            "nodes",
            "shouldExist",
            "arguments",
            "shouldNotExist",
            "arguments");

    private final Findings findings;

    Duplicates(Findings findings) {
        this.findings = findings;
    }

    void check(YamlNode.Mapping mapping, Shape.Fields shape) {
        Map<String, Set<String>> seen = new HashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            Shape its = shape.shape(entry.name());
            if (its instanceof Shape.Fields fields && entry.value() instanceof YamlNode.Mapping inner) {
                check(inner, fields);
            } else if (its instanceof Shape.Many many && entry.value() instanceof YamlNode.Sequence list) {
                String name = SHARED.getOrDefault(entry.name(), entry.name());
                list(list, many, seen.computeIfAbsent(name, any -> new HashSet<>()));
            }
        }
    }

    private void list(YamlNode.Sequence list, Shape.Many shape, Set<String> seen) {
        for (YamlNode item : list.items()) {
            String key = key(item, shape.key());
            if (!shape.repeats() && !seen.add(key)) {
                findings.error(item.at(), "'" + key + "' is given twice", "keep one of them");
            }
            if (shape.item() instanceof Shape.Fields fields && item instanceof YamlNode.Mapping inner) {
                check(inner, fields);
            }
        }
    }

    /** What makes it the same as another: for a partition its number, else its label. */
    static String key(YamlNode item, String field) {
        if (!(item instanceof YamlNode.Mapping mapping)) {
            return item instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        }
        Part part = new Part(mapping);
        if (!field.equals("number")) {
            return part.text(field);
        }
        if (part.whole("number").orElse(0) != 0) {
            return "number " + part.whole("number").getAsLong();
        }
        return part.has("label") ? "label " + part.text("label") : "";
    }
}
