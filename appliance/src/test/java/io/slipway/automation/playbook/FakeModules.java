package io.slipway.automation.playbook;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A handful of modules. */
final class FakeModules implements ModuleNames {

    private static final Map<String, List<String>> ARGUMENTS = Map.of(
            "copy", List.of("src", "dest", "mode", "owner", "content"),
            "file", List.of("path", "state", "mode"),
            "apt", List.of("name", "state", "update_cache"),
            "service", List.of("name", "state", "enabled"),
            "template", List.of("src", "dest"),
            "command", List.of("cmd", "chdir", "creates", "argv"),
            "shell", List.of("cmd", "chdir", "creates"),
            "debug", List.of("msg", "var"),
            "ping", List.of("data"),
            "validate_argument_spec", List.of("argument_spec", "provided_arguments", "validate_args_context"));

    private static String plain(String name) {
        return name.replaceFirst("^ansible\\.builtin\\.", "");
    }

    @Override
    public boolean known(String name) {
        return Set.of("set_fact", "gather_facts").contains(plain(name)) || ARGUMENTS.containsKey(plain(name));
    }

    @Override
    public Collection<String> all() {
        return ARGUMENTS.keySet();
    }

    @Override
    public boolean freeForm(String name) {
        return plain(name).equals("command") || plain(name).equals("shell");
    }

    @Override
    public Optional<List<String>> arguments(String name) {
        return Optional.ofNullable(ARGUMENTS.get(plain(name)));
    }
}
