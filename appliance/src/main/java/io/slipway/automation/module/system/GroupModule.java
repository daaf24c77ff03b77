package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import java.util.ArrayList;
import java.util.List;

/** {@code group}: groups of users. */
final class GroupModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("group", "Creates, changes and removes groups")
            .options(
                    Option.of("name", STRING, "The group").mandatory(),
                    Option.of("state", STRING, "Whether it is to exist")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of("gid", INT, "Its number"),
                    Option.of("system", BOOL, "Whether a new one is a system group")
                            .orElse(false),
                    Option.of("non_unique", BOOL, "Whether the number may be in use already")
                            .orElse(false),
                    Option.of("local", BOOL, "Look only into /etc/group").orElse(false),
                    Option.of("force", BOOL, "Remove it even if it is the primary group of a user")
                            .orElse(false))
            .neededIf("non_unique", true, "gid")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String name = Accounts.name(call.string("name"), "group");
        String entry = call.flag("local") ? Accounts.localEntry("group", name) : Accounts.entry("group", name);
        Found found = Found.ask(call.node(), Found.script("ask group " + entry + "\nexit 0"));
        boolean exists = found.some("group").isPresent();
        ModuleResult result = ModuleResult.unchanged().with("name", name).with("state", call.string("state"));
        List<String> command = call.string("state").equals("absent")
                ? (exists ? remove(call, name) : List.of())
                : exists ? change(call, name, found.text("group")) : create(call, name);
        String after = found.text("group");
        if (!command.isEmpty()) {
            result = new ModuleResult(true, false, false, result.values(), List.of());
            if (!call.check()) {
                Steps.Done done = new Steps()
                        .run(command)
                        .on(call.node(), "ask group " + entry + "\nexit 0")
                        .orFail();
                after = done.found().text("group");
            }
        }
        return call.string("state").equals("absent") || after.isEmpty()
                ? result
                : result.with("gid", gid(after)).with("system", call.flag("system"));
    }

    private static List<String> remove(ModuleCall call, String name) {
        return call.flag("force") ? List.of("groupdel", "--force", "--", name) : List.of("groupdel", "--", name);
    }

    private static List<String> create(ModuleCall call, String name) {
        List<String> command = new ArrayList<>(List.of("groupadd"));
        number(call, command);
        if (call.flag("system")) {
            command.add("-r");
        }
        command.addAll(List.of("--", name));
        return command;
    }

    private static List<String> change(ModuleCall call, String name, String entry) {
        if (call.arguments()
                .integer("gid")
                .filter(wanted -> wanted != gid(entry))
                .isEmpty()) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of("groupmod"));
        number(call, command);
        command.addAll(List.of("--", name));
        return command;
    }

    private static void number(ModuleCall call, List<String> command) {
        call.arguments().integer("gid").ifPresent(gid -> {
            command.addAll(List.of("-g", gid.toString()));
            if (call.flag("non_unique")) {
                command.add("-o");
            }
        });
    }

    private static long gid(String entry) {
        return Accounts.number(entry, 2);
    }
}
