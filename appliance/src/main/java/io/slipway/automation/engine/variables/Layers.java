package io.slipway.automation.engine.variables;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** At most one {@link Layer} for each {@link Level}. Immutable; a copy with one more is a dozen pointers. */
public final class Layers {

    public static final Layers EMPTY = new Layers(new EnumMap<>(Level.class));

    private final Map<Level, Layer> byLevel;
    private final Layer[] weakestFirst;

    private Layers(Map<Level, Layer> byLevel) {
        this.byLevel = byLevel;
        this.weakestFirst = byLevel.values().toArray(Layer[]::new);
    }

    public Layers with(Level level, Layer layer) {
        Map<Level, Layer> more = new EnumMap<>(byLevel);
        more.put(level, layer);
        return new Layers(more);
    }

    /** What is there at a level already, and more that wins over it. */
    public Layers adding(Level level, Layer layer) {
        Layer known = byLevel.get(level);
        return with(level, known == null ? layer : Layer.both(known, layer));
    }

    /** From the strongest level down; asked for every name in every template, so it must cost next to nothing. */
    @Nullable
    Object find(String name, Variables asking) {
        for (int i = weakestFirst.length - 1; i >= 0; i--) {
            Object value = weakestFirst[i].find(name, asking);
            if (!Layer.absent(value)) {
                return value;
            }
        }
        return Layer.ABSENT;
    }

    Set<String> names() {
        Set<String> all = new TreeSet<>();
        byLevel.values().forEach(layer -> all.addAll(layer.names()));
        return all;
    }
}
