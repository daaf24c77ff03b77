package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The keywords given at one place, with their values as written. Immutable. */
public final class Keywords {

    public static final Keywords NONE = new Keywords(Map.of());

    private final Map<Keyword, YamlNode> values;

    public Keywords(Map<Keyword, YamlNode> values) {
        this.values = values.isEmpty() ? Map.of() : new EnumMap<>(values);
    }

    public Optional<YamlNode> get(Keyword keyword) {
        return Optional.ofNullable(values.get(keyword));
    }

    public boolean has(Keyword keyword) {
        return values.containsKey(keyword);
    }

    /** A copy with one more, or with another value. */
    public Keywords with(Keyword keyword, YamlNode value) {
        Map<Keyword, YamlNode> more = new EnumMap<>(Keyword.class);
        more.putAll(values);
        more.put(keyword, value);
        return new Keywords(more);
    }

    public Keywords without(Keyword keyword) {
        Map<Keyword, YamlNode> fewer = new EnumMap<>(Keyword.class);
        fewer.putAll(values);
        fewer.remove(keyword);
        return new Keywords(fewer);
    }
}
