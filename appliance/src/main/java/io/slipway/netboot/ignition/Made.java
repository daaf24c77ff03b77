package io.slipway.netboot.ignition;

import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parts of a config that nobody wrote, at the place that made them necessary. */
final class Made {

    private Made() {}

    static YamlNode node(Object value, Position at) {
        return switch (value) {
            case YamlNode node -> node;
            case String text -> YamlNode.Scalar.of(text, at);
            case List<?> list ->
                new YamlNode.Sequence(list.stream().map(item -> node(item, at)).toList(), at);
            default -> new YamlNode.Scalar(value, value.toString(), YamlNode.Scalar.Style.PLAIN, "", at);
        };
    }

    /** Keys and values in turn. */
    static YamlNode.Mapping mapping(Position at, Object... keysAndValues) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.add(entry((String) keysAndValues[i], node(keysAndValues[i + 1], at)));
        }
        return new YamlNode.Mapping(entries, at);
    }

    static YamlNode.Entry entry(String key, YamlNode value) {
        return new YamlNode.Entry(YamlNode.Scalar.of(key, value.at()), value);
    }

    /** The same with this value in place of what was there. */
    static YamlNode.Mapping with(YamlNode.Mapping mapping, String key, YamlNode value) {
        List<YamlNode.Entry> entries = new ArrayList<>(mapping.entries());
        entries.removeIf(entry -> entry.name().equals(key));
        entries.add(entry(key, value));
        return new YamlNode.Mapping(entries, mapping.at());
    }

    static YamlNode.Mapping without(YamlNode.Mapping mapping, String... keys) {
        List<String> gone = List.of(keys);
        return new YamlNode.Mapping(
                mapping.entries().stream()
                        .filter(entry -> !gone.contains(entry.name()))
                        .toList(),
                mapping.at());
    }

    /** What is made, with what was written over it: items of lists that are the same become one. */
    static YamlNode merge(YamlNode made, YamlNode written, Shape shape) {
        if (shape instanceof Shape.Fields fields
                && made instanceof YamlNode.Mapping left
                && written instanceof YamlNode.Mapping right) {
            Map<String, YamlNode> values = new LinkedHashMap<>();
            left.entries().forEach(entry -> values.put(entry.name(), entry.value()));
            right.entries()
                    .forEach(entry -> values.merge(
                            entry.name(), entry.value(), (a, b) -> merge(a, b, fields.shape(entry.name()))));
            List<YamlNode.Entry> entries = new ArrayList<>();
            values.forEach((key, value) -> entries.add(entry(key, value)));
            return new YamlNode.Mapping(entries, written.at());
        }
        if (shape instanceof Shape.Many many
                && made instanceof YamlNode.Sequence left
                && written instanceof YamlNode.Sequence right) {
            List<YamlNode> items = new ArrayList<>(left.items());
            for (YamlNode item : right.items()) {
                add(items, item, many, left.items().size());
            }
            return new YamlNode.Sequence(items, written.at());
        }
        return written;
    }

    private static void add(List<YamlNode> items, YamlNode item, Shape.Many many, int made) {
        String key = Duplicates.key(item, many.key());
        for (int i = 0; i < made && !many.repeats(); i++) {
            if (Duplicates.key(items.get(i), many.key()).equals(key)) {
                items.set(i, merge(items.get(i), item, many.item()));
                return;
            }
        }
        items.add(item);
    }
}
