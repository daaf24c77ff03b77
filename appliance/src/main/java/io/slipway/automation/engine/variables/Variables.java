package io.slipway.automation.engine.variables;

import io.slipway.common.template.PyTuple;
import io.slipway.common.template.Scope;
import io.slipway.common.template.TemplateException;
import io.slipway.common.template.Undefined;
import io.slipway.common.yaml.YamlNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All variables as one host sees them for one task. A variable is templated when it is asked for, once; its parts when they are looked
 * at. Used by one thread.
 */
public final class Variables implements Scope {

    private final String host;
    private final Layers layers;
    private final Templating templating;
    private final Chain chain;
    private final Map<String, @Nullable Object> known = new HashMap<>();

    public Variables(String host, Layers layers, Templating templating) {
        this(host, layers, templating, new Chain());
    }

    private Variables(String host, Layers layers, Templating templating, Chain chain) {
        this.host = host;
        this.layers = layers;
        this.templating = templating;
        this.chain = chain;
    }

    /** The same with more variables at one level, which win over those that are there already. */
    public Variables with(Level level, Map<String, ? extends @Nullable Object> more) {
        return with(level, Layer.of(more));
    }

    /** The same with a layer on top of one level. */
    public Variables with(Level level, Layer more) {
        return new Variables(host, layers.adding(level, more), templating, chain);
    }

    /** The variables of another host, in the middle of working out one of this: so that loops between hosts are found, too. */
    public Variables of(String otherHost, Layers itsLayers) {
        return new Variables(otherHost, itsLayers, templating, chain);
    }

    public String host() {
        return host;
    }

    public Templating templating() {
        return templating;
    }

    @Override
    public @Nullable Object get(String name) {
        if (known.containsKey(name)) {
            return known.get(name);
        }
        Object raw = layers.find(name, this);
        if (Layer.absent(raw)) {
            return Undefined.of(name);
        }
        Object value = settle(raw, name);
        known.put(name, value);
        return value;
    }

    @Override
    public boolean has(String name) {
        return !Layer.absent(layers.find(name, this));
    }

    /** Whether there is a variable of this name which is null as it stands, without any template. */
    boolean givenNothing(String name) {
        Object raw = layers.find(name, this);
        return raw == null || (raw instanceof YamlNode.Scalar scalar && scalar.value() == null);
    }

    /** Whether there is a variable of this name which is text as it stands, without any template. */
    boolean isWrittenText(String name) {
        Object raw = layers.find(name, this);
        return raw instanceof String
                || (raw instanceof YamlNode.Scalar scalar
                        && scalar.value() instanceof String
                        && !Templating.isTemplate(scalar));
    }

    /** As {@link #has}, but for variables alone: {@code vars} and {@code hostvars} hold no functions. */
    boolean holds(String name) {
        return layers.holds(name, this);
    }

    /** Whether somebody set a variable of this name, and it is not only what a connection is by itself. */
    public boolean isGiven(String name) {
        return layers.given(name, this);
    }

    /** Whether a variable of this name is being worked out, and needs for that what is asked now. */
    public boolean isInTheMaking(String name) {
        return chain.holds(host, name);
    }

    @Override
    public Set<String> names() {
        return layers.names();
    }

    /** The value of something written in a playbook; its parts are still lazy, and it may be {@link Undefined}. */
    public @Nullable Object lazy(YamlNode node) {
        return settle(node, "");
    }

    /**
     * The value of something written in a playbook, to its last part.
     *
     * @throws TemplateException when it, or a part of it, is undefined or can't be evaluated
     */
    public @Nullable Object plain(YamlNode node) {
        return Plain.of(lazy(node));
    }

    /** The final value of a variable, or {@code null} when there is none. */
    public @Nullable Object plain(String name) {
        return has(name) ? Plain.of(get(name)) : null;
    }

    /** All of them as a mapping, looked into lazily: the variable {@code vars}. */
    public Map<@Nullable Object, @Nullable Object> asMap() {
        return new VariablesMap(this);
    }

    /** @param path what to call the value in an error */
    @Nullable
    Object settle(@Nullable Object raw, String path) {
        return switch (raw) {
            case YamlNode.Scalar scalar -> template(scalar, path);
            case YamlNode.Sequence list -> new LazyList(this, path, list.items());
            case YamlNode.Mapping map -> new LazyMap(this, path, byKey(map));
            case LazyList list -> list;
            case LookupMap map -> map;
            case PyTuple tuple -> tuple;
            case List<?> list -> new LazyList(this, path, list);
            case Map<?, ?> map -> new LazyMap(this, path, map);
            case null, default -> raw;
        };
    }

    private static Map<@Nullable Object, YamlNode> byKey(YamlNode.Mapping map) {
        Map<@Nullable Object, YamlNode> values =
                LinkedHashMap.newLinkedHashMap(map.entries().size());
        map.entries().forEach(entry -> values.put(entry.key().value(), entry.value()));
        return values;
    }

    private @Nullable Object template(YamlNode.Scalar scalar, String path) {
        if (!Templating.isTemplate(scalar)) {
            return scalar.value();
        }
        chain.enter(host, scalar, path);
        try {
            return templating.evaluate(scalar, this);
        } catch (TemplateException e) {
            if (e.undefined() == null) {
                throw e;
            }
            return Undefined.because(path, e.problem());
        } finally {
            chain.leave();
        }
    }
}
