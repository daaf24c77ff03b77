package io.slipway.automation.engine.variables;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** At most one {@link Layer} for each {@link Level}. Immutable; a copy with one more is a dozen pointers. */
public final class Layers {

    private static final List<Level> STRONGEST_FIRST = List.of(Level.values()).reversed();

    public static final Layers EMPTY = none(false);

    private final Map<Level, Layer> byLevel;
    private final boolean merging;

    private Layers(Map<Level, Layer> byLevel, boolean merging) {
        this.byLevel = byLevel;
        this.merging = merging;
    }

    /** @param merging whether mappings of several levels are joined rather than replaced */
    public static Layers none(boolean merging) {
        return new Layers(new EnumMap<>(Level.class), merging);
    }

    public Layers with(Level level, Layer layer) {
        Map<Level, Layer> more = new EnumMap<>(byLevel);
        more.put(level, layer);
        return new Layers(more, merging);
    }

    /** What is there at a level already, and more that wins over it. */
    public Layers adding(Level level, Layer layer) {
        Layer known = byLevel.get(level);
        return with(level, known == null ? layer : Layer.both(known, layer));
    }

    @Nullable
    Object find(String name, Variables asking) {
        for (Level level : STRONGEST_FIRST) {
            Layer layer = byLevel.get(level);
            if (layer != null) {
                Object value = layer.find(name, asking);
                if (!Layer.absent(value)) {
                    return merging && value != null && joins(level, value) ? joined(name, value, level, asking) : value;
                }
            }
        }
        return Layer.ABSENT;
    }

    /** What a task says of itself is final. */
    private static boolean joins(Level level, Object value) {
        return level.compareTo(Level.MAGIC) < 0 && Merging.isMapping(value);
    }

    /** With weaker levels underneath, down to the first that holds something else. */
    private Object joined(String name, Object found, Level strongest, Variables asking) {
        Object all = found;
        for (Level level : STRONGEST_FIRST.subList(STRONGEST_FIRST.indexOf(strongest) + 1, STRONGEST_FIRST.size())) {
            Layer layer = byLevel.get(level);
            Object value = layer == null ? Layer.ABSENT : layer.find(name, asking);
            if (!Layer.absent(value)) {
                if (value == null || !Merging.isMapping(value)) {
                    break;
                }
                all = Merging.merged(value, all);
            }
        }
        return all;
    }

    Set<String> names() {
        Set<String> all = new TreeSet<>();
        byLevel.values().forEach(layer -> all.addAll(layer.names()));
        return all;
    }
}
