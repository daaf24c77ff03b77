package io.slipway.common.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins mappings, and the mappings within them, as Ansible's {@code hash_behaviour = merge} does; lists are replaced. */
public final class YamlMerge {

    private YamlMerge() {}

    /** {@code stronger} with what only {@code weaker} has, if both are mappings; {@code stronger} otherwise. */
    public static YamlNode merged(YamlNode weaker, YamlNode stronger) {
        if (!(weaker instanceof YamlNode.Mapping below) || !(stronger instanceof YamlNode.Mapping above)) {
            return stronger;
        }
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        below.entries().forEach(entry -> entries.put(entry.name(), entry));
        above.entries()
                .forEach(entry -> entries.merge(
                        entry.name(),
                        entry,
                        (old, more) -> new YamlNode.Entry(more.key(), merged(old.value(), more.value()))));
        return new YamlNode.Mapping(List.copyOf(entries.values()), above.at());
    }

    /** Adds variables, each joined with what is there under its name. */
    public static void addAll(Map<String, ? extends YamlNode> more, Map<String, YamlNode> into) {
        more.forEach((name, value) -> into.merge(name, value, YamlMerge::merged));
    }
}
