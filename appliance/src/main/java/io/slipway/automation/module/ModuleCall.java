package io.slipway.automation.module;

import org.jspecify.annotations.Nullable;

/**
 * One call of a module for one host.
 *
 * @param check predict, touch nothing
 * @param diff say what differs, as text
 * @param node where to act; not connected before it is used
 * @param controller this side: files of roles, templates, expressions
 */
public record ModuleCall(Arguments arguments, boolean check, boolean diff, Node node, Controller controller) {

    public String string(String name) {
        return arguments.string(name);
    }

    public boolean flag(String name) {
        return arguments.flag(name);
    }

    public @Nullable Object raw(String name) {
        return arguments.raw(name).orElse(null);
    }
}
