package io.slipway.automation.engine.variables;

import io.slipway.automation.inventory.PythonLiteral;
import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Text as {@code jinja2_native} takes it: what reads as a Python literal is one, but a quoted string keeps its quotes. */
final class NativeText {

    private NativeText() {}

    static @Nullable Object value(String text, Position at) {
        if (text.isBlank() || Character.isWhitespace(text.charAt(0))) {
            return text;
        }
        YamlNode parsed = PythonLiteral.parse(text, at);
        Object value = parsed.toValue();
        return value instanceof String unquoted && !unquoted.equals(text)
                ? text.charAt(0) + unquoted + text.charAt(0)
                : value;
    }
}
