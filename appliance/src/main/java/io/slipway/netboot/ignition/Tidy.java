package io.slipway.netboot.ignition;

import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** Leaves out what only Butane knows, and what is empty after that. */
final class Tidy {

    private Tidy() {}

    static YamlNode tidied(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> mapping(mapping);
            case YamlNode.Sequence list ->
                new YamlNode.Sequence(list.items().stream().map(Tidy::tidied).toList(), list.at());
            case YamlNode.Scalar scalar -> scalar;
        };
    }

    private static YamlNode.Mapping mapping(YamlNode.Mapping mapping) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            YamlNode value = tidied(entry.value());
            boolean empty = (value instanceof YamlNode.Mapping inner
                            && inner.entries().isEmpty())
                    || (value instanceof YamlNode.Sequence list && list.items().isEmpty());
            if (!empty && !entry.name().equals("withMountUnit")) {
                entries.add(new YamlNode.Entry(entry.key(), value));
            }
        }
        return new YamlNode.Mapping(entries, mapping.at());
    }
}
