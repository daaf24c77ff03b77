package io.slipway.automation.module.control;

import io.slipway.common.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping from a file over a mapping that is known, and so with the mappings within; {@code hash_behaviour: merge}. */
final class JoinedMaps {

    private JoinedMaps() {}

    static Object of(Map<?, ?> known, Object more) {
        if (!(more instanceof YamlNode.Mapping mapping)) {
            return more;
        }
        Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>(known);
        mapping.entries()
                .forEach(entry -> all.merge(
                        entry.key().value(),
                        entry.value(),
                        (old, value) -> old instanceof Map<?, ?> map ? of(map, value) : value));
        return all;
    }
}
