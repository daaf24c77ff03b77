package io.slipway.automation.inventory;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code keyed_groups}: a group for each value of an expression.
 *
 * @param prefix what names begin with
 * @param separator what stands between the prefix and the value
 * @param otherwise what stands for an empty value
 * @param trailing whether a separator stays before an empty value
 * @param parent the group that holds these groups, a template
 */
record KeyedGroup(
        YamlNode key,
        String prefix,
        String separator,
        Optional<String> otherwise,
        boolean trailing,
        boolean leading,
        Optional<YamlNode.Scalar> parent) {

    private static final List<String> KEYS =
            List.of("key", "prefix", "separator", "default_value", "trailing_separator", "parent_group");

    static List<KeyedGroup> all(YamlNode.Mapping config, boolean leading) {
        List<KeyedGroup> all = new ArrayList<>();
        if (config.get("keyed_groups").orElse(null) instanceof YamlNode.Sequence list) {
            list.items().forEach(item -> all.add(of(item, leading)));
        }
        return all;
    }

    private static KeyedGroup of(YamlNode item, boolean leading) {
        if (!(item instanceof YamlNode.Mapping entry)) {
            throw new InventoryException(Problem.of("an entry of 'keyed_groups' is a mapping, not " + item.kind())
                    .at(item.at()));
        }
        for (YamlNode.Entry part : entry.entries()) {
            if (!KEYS.contains(part.name())) {
                throw new InventoryException(Problem.of("'keyed_groups' knows no '" + part.name() + "'")
                        .at(part.key().at())
                        .hint(NearMiss.hint(part.name(), KEYS)));
            }
        }
        if (entry.get("default_value").isPresent()
                && entry.get("trailing_separator").isPresent()) {
            throw new InventoryException(Problem.of("'default_value' and 'trailing_separator' exclude each other")
                    .at(entry.at()));
        }
        YamlNode key = entry.get("key")
                .orElseThrow(() -> new InventoryException(
                        Problem.of("an entry of 'keyed_groups' needs a 'key'").at(entry.at())));
        return new KeyedGroup(
                key,
                text(entry, "prefix").orElse(""),
                text(entry, "separator").orElse("_"),
                text(entry, "default_value"),
                !entry.get("trailing_separator").map(YamlNode::toValue).equals(Optional.of(false)),
                leading,
                entry.get("parent_group")
                        .filter(YamlNode.Scalar.class::isInstance)
                        .map(YamlNode.Scalar.class::cast));
    }

    private static Optional<String> text(YamlNode.Mapping entry, String key) {
        return entry.get(key).map(node -> node.toValue() == null ? "" : Python.str(node.toValue()));
    }

    /** The groups that a value stands for; none for nothing. */
    List<String> names(@Nullable Object value) {
        List<String> bare = new ArrayList<>();
        switch (value) {
            case String text when !text.isEmpty() || otherwise.isPresent() -> bare.add(orElse(text));
            case List<?> list -> list.forEach(item -> bare.add(orElse(Python.str(item))));
            case Map<?, ?> map -> map.forEach((name, item) -> bare.add(pair(Python.str(name), Python.str(item))));
            case Number number when number.doubleValue() != 0 -> bare.add(Python.str(number));
            case null, default -> {}
        }
        String between = prefix.isEmpty() && !leading ? "" : separator;
        return bare.stream().map(name -> prefix + between + name).toList();
    }

    private String orElse(String text) {
        return text.isEmpty() ? otherwise.orElse(text) : text;
    }

    private String pair(String name, String value) {
        if (value.isEmpty() && otherwise.isEmpty() && !trailing) {
            return name;
        }
        return name + separator + orElse(value);
    }
}
