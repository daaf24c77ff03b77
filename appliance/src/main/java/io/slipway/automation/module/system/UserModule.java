package io.slipway.automation.module.system;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import java.util.ArrayList;
import java.util.List;

/** {@code user}: accounts of people and services. */
final class UserModule implements Module {

    private static final String PROBE = """
            ask user $_entry_
            ask shadow getent -- shadow "$_user"
            ask groups getent group
            for _group in $_named; do ask "group $_group" getent -- group "$_group"; done
            _home=${_wantedHome:-$(getent -- passwd "$_user" 2>/dev/null | cut -d: -f6)}
            [ -z "$_home" ] || { [ -e "$_home" ] && tell homeExists 1; }
            """;

    @Override
    public ModuleSpec spec() {
        return UserOptions.SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String name = Accounts.name(call.string("name"), "user");
        List<String> warnings = UserOptions.warnings(call.arguments());
        Found found = Found.ask(call.node(), probe(call, name));
        UserState state = new UserState(name, found);
        ModuleResult result = ModuleResult.unchanged().with("name", name).with("state", call.string("state"));
        result = call.string("state").equals("absent") ? absent(call, state, result) : present(call, state, result);
        return warnings.isEmpty() ? result : result.with("warnings", warnings);
    }

    private static Script probe(ModuleCall call, String name) {
        String entry = call.flag("local") ? Accounts.localEntry("passwd", name) : Accounts.entry("passwd", name);
        List<String> named = new ArrayList<>(call.arguments().strings("groups"));
        call.arguments().text("group").ifPresent(named::add);
        String groups = Script.words(named.stream()
                .map(String::strip)
                .filter(g -> !g.isEmpty())
                .distinct()
                .toList());
        return Found.script(PROBE.replace("$_entry_", entry).replace("$_named", groups.isEmpty() ? "''" : groups)
                        + UserKey.PROBE + "exit 0\n")
                .set("_user", name)
                .set("_wantedHome", call.arguments().text("home").orElse(""))
                .set("_keyFile", UserKey.file(call.arguments()));
    }

    private static ModuleResult absent(ModuleCall call, UserState state, ModuleResult result) {
        if (!state.exists()) {
            return result;
        }
        ModuleResult changed = new ModuleResult(true, false, false, result.values(), List.of());
        if (call.check()) {
            return changed;
        }
        List<String> command = new ArrayList<>(List.of("userdel"));
        if (call.flag("force")) {
            command.add("-f");
        }
        if (call.flag("remove")) {
            command.add("-r");
        }
        command.addAll(List.of("--", state.name()));
        Steps.Done done = new Steps().run(command).on(call.node(), "");
        orFail(done, state.name());
        return withOutput(changed.with("force", call.flag("force")).with("remove", call.flag("remove")), done);
    }

    private static ModuleResult present(ModuleCall call, UserState state, ModuleResult result) {
        if (call.flag("local") && call.arguments().has("umask")) {
            throw new ModuleFailure("'umask' can not be used with 'local'");
        }
        UserChange change = new UserChange(call.arguments(), state);
        Steps steps = change.steps(call.check());
        boolean changed = !steps.isEmpty();
        if (state.exists()) {
            result = result.with("append", call.flag("append")).with("move_home", call.flag("move_home"));
        } else {
            result = result.with("system", call.flag("system")).with("create_home", call.flag("create_home"));
        }
        if (call.arguments().has("password")) {
            result = result.with("password", "NOT_LOGGING_PASSWORD");
        }
        result = new ModuleResult(changed, false, false, result.values(), List.of());
        UserState after = state;
        if (changed && call.check()) {
            return state.exists() ? described(call, result, state) : result;
        }
        if (changed) {
            Steps.Done done = steps.on(call.node(), closing(call, state.name()));
            orFail(done, state.name());
            result = withOutput(result, done);
            after = new UserState(state.name(), done.found());
        }
        return described(call, result, after);
    }

    private static String closing(ModuleCall call, String name) {
        return "_user=" + Script.quote(name) + "\n_keyFile=" + Script.quote(UserKey.file(call.arguments()))
                + "\nask user " + Accounts.entry("passwd", name) + "\n" + UserKey.PROBE + "exit 0\n";
    }

    private static ModuleResult described(ModuleCall call, ModuleResult result, UserState after) {
        ModuleResult full = result.with("uid", after.uid())
                .with("group", after.gid())
                .with("comment", after.comment())
                .with("home", after.home())
                .with("shell", after.shell());
        if (call.arguments().has("groups")) {
            full = full.with("groups", String.join(",", call.arguments().strings("groups")));
        }
        return call.flag("generate_ssh_key") ? UserKey.describe(full, call.arguments(), after) : full;
    }

    private static void orFail(Steps.Done done, String name) {
        if (!done.ok()) {
            throw new ModuleFailure(
                            done.err().isBlank()
                                    ? "a command failed"
                                    : done.err().strip())
                    .with("name", name)
                    .with("rc", done.rc());
        }
    }

    private static ModuleResult withOutput(ModuleResult result, Steps.Done done) {
        ModuleResult full = done.out().isEmpty() ? result : result.with("stdout", done.out());
        return done.err().isEmpty() ? full : full.with("stderr", done.err());
    }
}
