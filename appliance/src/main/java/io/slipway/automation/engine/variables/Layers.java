package io.slipway.automation.engine.variables;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** At most one {@link Layer} for each {@link Level}. Immutable; a copy with one more is a dozen pointers. */
public final class Layers {

    public static final Layers EMPTY = none(false);

    private final Map<Level, Layer> byLevel;
    private final boolean merging;
    private final Level[] levels;
    private final Layer[] weakestFirst;

    private Layers(Map<Level, Layer> byLevel, boolean merging) {
        this.byLevel = byLevel;
        this.merging = merging;
        this.levels = byLevel.keySet().toArray(Level[]::new);
        this.weakestFirst = byLevel.values().toArray(Layer[]::new);
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

    /** From the strongest level down; asked for every name in every template, so it must cost next to nothing. */
    @Nullable
    Object find(String name, Variables asking) {
        for (int i = weakestFirst.length - 1; i >= 0; i--) {
            Object value = weakestFirst[i].find(name, asking);
            if (!Layer.absent(value)) {
                return merging && value != null && joins(levels[i], value) ? joined(name, value, i, asking) : value;
            }
        }
        return Layer.ABSENT;
    }

    /** Whether there is a variable of this name, and not only a function. */
    boolean holds(String name, Variables asking) {
        for (int i = weakestFirst.length - 1; i >= 0; i--) {
            if (levels[i] != Level.FUNCTIONS && !Layer.absent(weakestFirst[i].find(name, asking))) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody set a variable of this name: there is more than a function, or what a connection's variable is by itself. */
    boolean given(String name, Variables asking) {
        for (int i = weakestFirst.length - 1; i >= 0; i--) {
            if (levels[i].compareTo(Level.CONNECTION) > 0 && !Layer.absent(weakestFirst[i].find(name, asking))) {
                return true;
            }
        }
        return false;
    }

    /** What a task says of itself is final. */
    private static boolean joins(Level level, Object value) {
        return level.compareTo(Level.MAGIC) < 0 && Merging.isMapping(value);
    }

    /** With weaker levels underneath, down to the first that holds something else. */
    private Object joined(String name, Object found, int strongest, Variables asking) {
        Object all = found;
        for (int i = strongest - 1; i >= 0; i--) {
            Object value = weakestFirst[i].find(name, asking);
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
