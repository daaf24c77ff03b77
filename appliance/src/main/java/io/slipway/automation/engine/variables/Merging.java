package io.slipway.automation.engine.variables;

import io.slipway.common.yaml.YamlMerge;
import io.slipway.common.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code hash_behaviour = merge}: what a weaker level says about a mapping shows where a stronger one says nothing. */
final class Merging {

    private Merging() {}

    static boolean isMapping(@Nullable Object value) {
        return value instanceof Map<?, ?> || value instanceof YamlNode.Mapping;
    }

    static Object merged(Object weaker, Object stronger) {
        if (weaker instanceof YamlNode below && stronger instanceof YamlNode above) {
            return YamlMerge.merged(below, above);
        }
        Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>(entries(weaker));
        entries(stronger).forEach((key, value) -> {
            Object old = all.get(key);
            if (old != null && value != null && isMapping(old) && isMapping(value)) {
                all.put(key, merged(old, value));
            } else {
                all.put(key, value);
            }
        });
        return all;
    }

    private static Map<@Nullable Object, @Nullable Object> entries(Object mapping) {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        if (mapping instanceof Map<?, ?> map) {
            entries.putAll(map);
        } else if (mapping instanceof YamlNode.Mapping node) {
            node.entries().forEach(entry -> entries.put(entry.key().value(), entry.value()));
        }
        return entries;
    }
}
