package io.slipway.automation.engine.variables;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** At most one {@link Layer} for each {@link Level}. Immutable; a copy with one more is a dozen pointers. */
public final class Layers {

    private static final int LEVELS = Level.values().length;

    public static final Layers EMPTY = new Layers(new @Nullable Layer[LEVELS]);

    private final @Nullable Layer[] byLevel;

    private Layers(@Nullable Layer[] byLevel) {
        this.byLevel = byLevel;
    }

    public Layers with(Level level, Layer layer) {
        @Nullable Layer[] more = byLevel.clone();
        more[level.ordinal()] = layer;
        return new Layers(more);
    }

    /** What is there at a level already, and more that wins over it. */
    public Layers adding(Level level, Layer layer) {
        Layer known = byLevel[level.ordinal()];
        return with(level, known == null ? layer : Layer.both(known, layer));
    }

    /** From the strongest level down; asked for every name in every template, so it must cost next to nothing. */
    @Nullable
    Object find(String name, Variables asking) {
        for (int level = LEVELS - 1; level >= 0; level--) {
            Layer layer = byLevel[level];
            if (layer != null) {
                Object value = layer.find(name, asking);
                if (!Layer.absent(value)) {
                    return value;
                }
            }
        }
        return Layer.ABSENT;
    }

    Set<String> names() {
        Set<String> all = new TreeSet<>();
        for (Layer layer : byLevel) {
            if (layer != null) {
                all.addAll(layer.names());
            }
        }
        return all;
    }
}
