package io.slipway.automation.inventory;

import io.slipway.common.Position;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that were worked out, as if a source had said them. */
final class Nodes {

    private Nodes() {}

    static YamlNode of(@Nullable Object value, Position at) {
        return switch (value) {
            case Map<?, ?> map ->
                new YamlNode.Mapping(
                        map.entrySet().stream()
                                .map(entry -> new YamlNode.Entry(
                                        YamlNode.Scalar.of(Python.str(entry.getKey()), at), of(entry.getValue(), at)))
                                .toList(),
                        at);
            case List<?> list ->
                new YamlNode.Sequence(list.stream().map(item -> of(item, at)).toList(), at);
            case null -> new YamlNode.Scalar(null, "null", YamlNode.Scalar.Style.PLAIN, "", at);
            case Boolean flag -> plain(flag, at);
            case Number number -> plain(number, at);
            default -> YamlNode.Scalar.of(Python.str(value), at);
        };
    }

    private static YamlNode plain(Object value, Position at) {
        return new YamlNode.Scalar(value, Python.str(value), YamlNode.Scalar.Style.PLAIN, "", at);
    }
}
