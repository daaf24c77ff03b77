package io.slipway.netboot.ignition;

import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.util.List;
import java.util.OptionalLong;

/** A mapping of a config whose form was checked: what is there has the type that is asked for. */
record Part(YamlNode.Mapping mapping) {

    boolean has(String key) {
        return mapping.get(key).isPresent();
    }

    /** Empty also when there is none. */
    String text(String key) {
        return mapping.get(key)
                .map(node -> node instanceof YamlNode.Scalar scalar ? scalar.text() : "")
                .orElse("");
    }

    OptionalLong whole(String key) {
        return mapping.get(key).orElse(mapping) instanceof YamlNode.Scalar scalar
                        && scalar.value() instanceof Long number
                ? OptionalLong.of(number)
                : OptionalLong.empty();
    }

    /** Whether it is there, and true. */
    boolean flag(String key) {
        return flagIs(key, true);
    }

    boolean flagIs(String key, boolean value) {
        return mapping.get(key).orElse(mapping) instanceof YamlNode.Scalar scalar
                && Boolean.valueOf(value).equals(scalar.value());
    }

    /** One without anything, at this place, when there is none. */
    Part part(String key) {
        return mapping.get(key).orElse(mapping) instanceof YamlNode.Mapping inner && has(key)
                ? new Part(inner)
                : new Part(new YamlNode.Mapping(List.of(), at()));
    }

    List<Part> parts(String key) {
        return items(key).stream()
                .filter(YamlNode.Mapping.class::isInstance)
                .map(item -> new Part((YamlNode.Mapping) item))
                .toList();
    }

    List<YamlNode> items(String key) {
        return mapping.get(key).orElse(mapping) instanceof YamlNode.Sequence list ? list.items() : List.of();
    }

    List<String> texts(String key) {
        return items(key).stream()
                .map(item -> item instanceof YamlNode.Scalar scalar ? scalar.text() : "")
                .toList();
    }

    Position at() {
        return mapping.at();
    }

    /** Where the value is; without one, where it is missing. */
    Position at(String key) {
        return mapping.get(key).map(YamlNode::at).orElse(mapping.at());
    }
}
