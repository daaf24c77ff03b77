package io.slipway.common.template;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code namespace()} makes: attributes that an inner scope can set. */
final class Namespace implements PyObject {

    private final Map<String, @Nullable Object> attributes;

    Namespace(Map<String, @Nullable Object> attributes) {
        this.attributes = new LinkedHashMap<>(attributes);
    }

    void set(String name, @Nullable Object value) {
        attributes.put(name, value);
    }

    @Override
    public @Nullable Object attribute(String name) {
        return attributes.containsKey(name)
                ? attributes.get(name)
                : Undefined.attribute(this, name, attributes::keySet);
    }

    @Override
    public String typeName() {
        return "Namespace";
    }
}
