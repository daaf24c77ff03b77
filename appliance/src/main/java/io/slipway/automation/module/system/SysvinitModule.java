package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Output;
import io.slipway.automation.module.shell.Steps;
import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code sysvinit}: services by the scripts of {@code /etc/init.d}. */
final class SysvinitModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "sysvinit", "Starts, stops and enables services by their init scripts")
            .options(
                    Option.of("name", STRING, "The service").alias("service").mandatory(),
                    Option.of("state", STRING, "How it is to run").oneOf("started", "stopped", "restarted", "reloaded"),
                    Option.of("enabled", BOOL, "Whether it starts at boot"),
                    Option.of("sleep", INT, "Seconds between stop and start of a restart")
                            .orElse(1L),
                    Option.of("pattern", STRING, "What shows in the list of processes when it runs"),
                    Option.of("arguments", STRING, "What the script is given after its verb")
                            .alias("args"),
                    Option.of("runlevels", LIST, "The run levels that enabled is about"),
                    Option.of("daemonize", BOOL, "Whether the script is left to run in the background")
                            .orElse(false))
            .oneNeeded("state", "enabled")
            .build();

    private static final String PROBE = """
            case $_name in */*|.|..) exit 0 ;; esac
            [ -e "$_root/etc/init.d/$_name" ] || exit 0
            tell there 1
            for _tool in update-rc.d chkconfig rc-update; do command -v "$_tool" >/dev/null 2>&1 && { tell tool "$_tool"; break; }; done
            for _level in ${_levels:-0 1 2 3 4 5 6 S}; do
              for _link in "$_root"/etc/rc"$_level".d/S??"$_name"; do [ ! -e "$_link" ] || tell "enabled $_level" 1; done
            done
            [ ! -e "$_root/etc/runlevels/default/$_name" ] || tell "enabled default" 1
            if [ -n "$_pattern" ]; then
              _ps=$(ps axww -o args= 2>/dev/null) || _ps=$(
                for _line in /proc/[0-9]*/cmdline; do
                  { tr '\\0' ' ' <"$_line" && echo; } 2>/dev/null
                done
              )
              printf '%s\n' "$_ps" | grep -v -F _pattern | grep -F -q -e "$_pattern" && tell running 1
              exit 0
            fi
            PATH=$PATH:/sbin:/usr/sbin
            if [ -z "$_root" ] && command -v service >/dev/null 2>&1; then
              _said=$(service "$_name" status 2>/dev/null </dev/null); _status=$?
            else
              _said=$("$_root/etc/init.d/$_name" status 2>/dev/null </dev/null); _status=$?
            fi
            tell said "$_said"; tell status "$_status"
            exit 0
            """;

    private final Waiting waiting;
    private final String root;

    SysvinitModule(Waiting waiting) {
        this(waiting, "");
    }

    /** @param root where the node's file system lies, for tests */
    SysvinitModule(Waiting waiting, String root) {
        this.waiting = waiting;
        this.root = root;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String name = call.string("name");
        List<String> levels = call.arguments().strings("runlevels");
        for (String level : levels) {
            if (!level.matches("[0-9S]")) {
                throw new ModuleFailure("'" + level + "' is no run level: 0 to 6 and S are");
            }
        }
        Optional<String> pattern = call.arguments().text("pattern");
        Found found = Found.ask(
                call.node(),
                Found.constant(PROBE)
                        .set("_name", name)
                        .set("_levels", String.join(" ", levels))
                        .set("_pattern", pattern.orElse(""))
                        .set("_root", root));
        if (!found.has("there")) {
            throw new ModuleFailure(Problem.of("Could not find the requested service " + name + ": host")
                    .hint("there is no script /etc/init.d/" + name + " on "
                            + call.node().name()));
        }
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        boolean switched = enable(call, found, levels, status);
        Optional<Boolean> running =
                pattern.isPresent() ? Optional.of(true).filter(_ -> found.has("running")) : running(found, name);
        boolean moved = move(call, running.orElse(false), status);
        ModuleResult result =
                ModuleResult.changed(switched || moved).with("name", name).with("status", status);
        return running.isPresent()
                ? result
                : result.with("warnings", List.of("Unable to determine if service is up, assuming it is down"));
    }

    private static boolean enable(
            ModuleCall call, Found found, List<String> levels, Map<String, @Nullable Object> status) {
        Optional<Boolean> wanted = call.arguments().choice("enabled");
        if (wanted.isEmpty()) {
            status.put("enabled", outcome(false, null));
            return false;
        }
        boolean on = wanted.get();
        boolean openrc = found.text("tool").equals("rc-update");
        boolean changes = (levels.isEmpty() || openrc)
                ? found.texts().keySet().stream().anyMatch(key -> key.startsWith("enabled ")) != on
                : levels.stream().anyMatch(level -> found.has("enabled " + level) != on);
        Steps.@Nullable Done done = null;
        if (changes && !call.check()) {
            String tool = found.some("tool")
                    .orElseThrow(
                            () -> new ModuleFailure(
                                    "none of update-rc.d, chkconfig and rc-update is on the node: nothing there can enable a service"));
            done = new Steps()
                    .run(command(tool, call.string("name"), on, levels))
                    .on(call.node(), "")
                    .orFail();
        }
        Map<String, @Nullable Object> outcome = outcome(changes, done);
        if (!levels.isEmpty()) {
            outcome.put("runlevels", levels);
        }
        status.put("enabled", outcome);
        return changes;
    }

    private static List<String> command(String tool, String name, boolean on, List<String> levels) {
        List<String> command = new ArrayList<>();
        switch (tool) {
            case "update-rc.d" -> {
                command.addAll(List.of(tool, name, on ? levels.isEmpty() ? "defaults" : "enable" : "disable"));
                command.addAll(levels);
            }
            case "chkconfig" -> {
                command.add(tool);
                if (!levels.isEmpty()) {
                    command.addAll(List.of("--level", String.join("", levels)));
                }
                command.addAll(List.of(name, on ? "on" : "off"));
            }
            default -> command.addAll(List.of(tool, on ? "add" : "del", name, "default"));
        }
        return command;
    }

    /**
     * By what {@code service} or its script says, in the words that scripts use, and else by how that ended (LSB: 0 is running, 1 to 4
     * are not; 69 is BSD's).
     */
    static Optional<Boolean> running(Found found, String name) {
        String said = found.text("said").toLowerCase(Locale.ROOT).replace(name.toLowerCase(Locale.ROOT), "");
        if (said.lines().count() <= 1) {
            for (String stopped : List.of("stop", "is dead ", "dead but ", "could not access pid file", "inactive")) {
                if (said.contains(stopped)) {
                    return Optional.of(false);
                }
            }
            for (String started : List.of("run", "start", "active")) {
                if (said.contains(started) && !said.contains("not ")) {
                    return Optional.of(true);
                }
            }
        }
        return switch (found.text("status")) {
            case "0" -> Optional.of(true);
            case "1", "2", "3", "4", "69" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private boolean move(ModuleCall call, boolean running, Map<String, @Nullable Object> status) {
        Optional<String> state = call.arguments().text("state");
        if (state.isEmpty()) {
            return false;
        }
        List<String> verbs = switch (state.get()) {
            case "restarted" -> List.of("stop", "start");
            case "started" -> running ? List.of() : List.of("start");
            case "stopped" -> running ? List.of("stop") : List.of();
            default -> List.of("reload");
        };
        Steps.@Nullable Done done = null;
        if (!call.check()) {
            for (String verb : verbs) {
                done = act(call, verb);
                if (verbs.size() > 1) {
                    waiting.sleep(Duration.ofSeconds(call.arguments().number("sleep")));
                }
            }
        }
        status.put(state.get(), outcome(!verbs.isEmpty(), done));
        return !verbs.isEmpty();
    }

    private Steps.Done act(ModuleCall call, String verb) {
        List<String> words = new ArrayList<>(List.of(root + "/etc/init.d/" + call.string("name"), verb));
        call.arguments().text("arguments").ifPresent(more -> words.addAll(Words.split(more)));
        Steps steps = new Steps();
        if (call.flag("daemonize")) {
            steps.script(Script.of("nohup " + Script.words(words) + " >/dev/null 2>&1 </dev/null &"));
        } else {
            steps.run(words);
        }
        Steps.Done done = steps.on(call.node(), "");
        if (!done.ok()) {
            String said = (done.err().isBlank() ? done.out() : done.err()).strip();
            ModuleFailure failure = new ModuleFailure(
                    "Failed to " + verb + " service: " + call.string("name") + (said.isEmpty() ? "" : ": " + said));
            throw Output.in(failure.with("rc", done.rc()), done.out(), done.err());
        }
        return done;
    }

    private static Map<String, @Nullable Object> outcome(boolean changed, Steps.@Nullable Done done) {
        Map<String, @Nullable Object> outcome = new LinkedHashMap<>();
        outcome.put("changed", changed);
        outcome.put("rc", done == null ? null : done.rc());
        outcome.put("stdout", done == null ? null : done.out());
        outcome.put("stderr", done == null ? null : done.err());
        return outcome;
    }
}
