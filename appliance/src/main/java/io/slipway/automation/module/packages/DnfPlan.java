package io.slipway.automation.module.packages;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.List;

/** Works out from what is installed what {@code dnf} is to be asked for: command lines, none when all is as it should be. */
final class DnfPlan {

    private final Arguments arguments;
    private final List<String> names;
    private final Found found;

    DnfPlan(ModuleCall call, List<String> names, Found found) {
        this.arguments = call.arguments();
        this.names = names;
        this.found = found;
    }

    /** The state that is wanted; one that isn't given follows from {@code autoremove}. */
    static String state(Arguments arguments) {
        return switch (arguments.text("state").orElse(arguments.flag("autoremove") ? "absent" : "present")) {
            case "absent", "removed" -> "absent";
            case "latest" -> "latest";
            default -> "present";
        };
    }

    List<List<String>> commands() {
        List<String> present = names.stream().filter(this::isInstalled).toList();
        List<String> others = names.stream()
                .filter(name -> !isInstalled(name))
                .filter(name -> arguments.flag("allow_downgrade") || !found.has("newer " + name))
                .toList();
        List<List<String>> commands = new ArrayList<>();
        switch (state(arguments)) {
            case "absent" -> {
                List<String> there = names.stream()
                        .filter(name -> isInstalled(name) || name.startsWith("@") || name.indexOf('*') >= 0)
                        .toList();
                if (!there.isEmpty()) {
                    add(
                            commands,
                            List.of("--setopt=clean_requirements_on_remove=" + arguments.flag("autoremove")),
                            "remove",
                            there);
                } else if (names.isEmpty() && arguments.flag("autoremove")) {
                    add(commands, List.of(), "autoremove", List.of());
                }
            }
            case "latest" -> {
                boolean all = names.contains("*");
                if (all || !present.isEmpty()) {
                    add(commands, upgrading(), "upgrade", all ? List.of() : present);
                }
                if (!all && !others.isEmpty()) {
                    boolean only = arguments.flag("update_only");
                    List<String> groups = only
                            ? others.stream()
                                    .filter(name -> name.startsWith("@"))
                                    .toList()
                            : others;
                    if (!groups.isEmpty()) {
                        add(commands, installing(), "install", groups);
                    }
                }
            }
            default -> {
                if (!others.isEmpty()) {
                    add(commands, installing(), "install", others);
                }
            }
        }
        return commands;
    }

    private boolean isInstalled(String name) {
        return found.has("have " + name);
    }

    private List<String> installing() {
        return DnfOptions.forInstalling(found.text("tool"), arguments);
    }

    private List<String> upgrading() {
        List<String> options = new ArrayList<>(installing());
        if (arguments.flag("security")) {
            options.add("--security");
        }
        if (arguments.flag("bugfix")) {
            options.add("--bugfix");
        }
        return options;
    }

    private void add(List<List<String>> commands, List<String> options, String operation, List<String> what) {
        List<String> command = DnfOptions.command(found.text("tool"), arguments);
        command.addAll(options);
        command.add(operation);
        command.addAll(what);
        commands.add(command);
    }
}
