package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Output;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code systemd}, also called {@code systemd_service}: units of systemd. */
final class SystemdModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("systemd", "Starts, stops, enables and masks systemd units")
            .alsoCalled("systemd_service")
            .options(
                    Option.of("name", STRING, "The unit; .service may be left out")
                            .alias("service", "unit"),
                    Option.of("state", STRING, "How it is to run").oneOf("reloaded", "restarted", "started", "stopped"),
                    Option.of("enabled", BOOL, "Whether it starts at boot"),
                    Option.of("masked", BOOL, "Whether it is made impossible to start"),
                    Option.of("force", BOOL, "Whether to replace existing links"),
                    Option.of("daemon_reload", BOOL, "Have systemd read its units again first")
                            .alias("daemon-reload")
                            .orElse(false),
                    Option.of("daemon_reexec", BOOL, "Have systemd execute itself again first")
                            .alias("daemon-reexec")
                            .orElse(false),
                    Option.of("scope", STRING, "Whose systemd it is")
                            .oneOf("system", "user", "global")
                            .orElse("system"),
                    Option.of("no_block", BOOL, "Do not wait until a started or stopped unit has done so")
                            .orElse(false))
            .build();

    /** What a node without systemd is told. */
    static final String MISSING = "Failed to find required executable \"systemctl\" on the node";

    private static final String STEP = "step ";

    private static final String PROBE = """
            : "${XDG_RUNTIME_DIR:=/run/user/$(id -u)}"; export XDG_RUNTIME_DIR
            if ! command -v systemctl >/dev/null 2>&1; then tell missing 1; exit 0; fi
            if [ "$_reload" = 1 ]; then
              _said=$(systemctl $_flags daemon-reload 2>&1) || { tell reload "failure $? during daemon-reload: $_said"; exit 0; }
            fi
            if [ "$_reexec" = 1 ]; then
              _said=$(systemctl $_flags daemon-reexec 2>&1) || { tell reload "failure $? during daemon-reexec: $_said"; exit 0; }
            fi
            [ -n "$_unit" ] || exit 0
            _show=$(systemctl $_flags show -- "$_unit" 2>/dev/null </dev/null); _status=$?
            [ "$_status" -eq 0 ] || _show=$(systemctl $_flags show -- "$_unit" 2>&1 </dev/null)
            tell show "$_show"; tell showStatus "$_status"
            _enabled=$(systemctl $_flags is-enabled -l -- "$_unit" 2>/dev/null </dev/null); _status=$?
            tell enabled "$_enabled"; tell enabledStatus "$_status"
            case $_unit in /*) [ ! -e "$_unit" ] || tell init 1 ;; */*) ;; *) [ -x "/etc/init.d/$_unit" ] && tell init 1
              [ -n "$(find /etc/rc[S2345].d -name "S??$_unit" 2>/dev/null)" ] && tell initEnabled 1 ;; esac
            [ -d /run/systemd/system ] || tell offline 1
            exit 0
            """;

    private static final String ACT = """
            _said=$(systemctl --no-ask-password $_flags "$_verb" -- "$_unit" 2>&1 </dev/null)
            _status=$?
            [ -z "$_said" ] || printf '%s\\n' "$_said" >&2
            case $_status,$_said in 0,*) return 0 ;; *'ccess denied'*|*'uthentication'*) return "$_status" ;; esac
            case $_verb in
              start|restart|reload)
                printf '\\n'
                journalctl $_journal --no-pager -q -n 20 -o cat -u "$_unit" 2>/dev/null </dev/null ;;
            esac
            return "$_status"
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Optional<String> unit = call.arguments().text("name");
        unit.ifPresent(SystemdModule::refusePatterns);
        for (String option : List.of("state", "enabled", "masked")) {
            if (call.arguments().has(option) && unit.isEmpty()) {
                throw new ModuleFailure("missing parameter(s) required by '" + option + "': name");
            }
        }
        Found found = Found.ask(call.node(), probe(call, unit.orElse("")));
        if (found.has("missing")) {
            throw new ModuleFailure(Problem.of(MISSING).hint("is systemd installed there?"));
        }
        if (found.has("reload")) {
            throw new ModuleFailure(found.text("reload").strip());
        }
        ModuleResult result =
                ModuleResult.unchanged().with("name", unit.orElse(null)).with("status", Map.of());
        return unit.filter(name -> !name.isEmpty()).isEmpty() ? result : decide(call, unit.get(), new UnitState(found));
    }

    private static void refusePatterns(String unit) {
        for (String pattern : List.of("*", "?", "[")) {
            if (unit.contains(pattern)) {
                throw new ModuleFailure("This module does not currently support using glob patterns, found '" + pattern
                        + "' in service name: " + unit);
            }
        }
    }

    private static Script probe(ModuleCall call, String unit) {
        boolean act = !call.check();
        return Found.constant(PROBE)
                .set("_flags", flags(call))
                .set("_unit", unit)
                .set("_reload", act && call.flag("daemon_reload") ? "1" : "0")
                .set("_reexec", act && call.flag("daemon_reexec") ? "1" : "0");
    }

    private static String flags(ModuleCall call) {
        List<String> flags = new ArrayList<>();
        if (!call.string("scope").equals("system")) {
            flags.add("--" + call.string("scope"));
        }
        if (call.flag("no_block")) {
            flags.add("--no-block");
        }
        if (call.flag("force")) {
            flags.add("--force");
        }
        return String.join(" ", flags);
    }

    private static ModuleResult decide(ModuleCall call, String unit, UnitState state) {
        state.refuseBrokenUnit(unit);
        List<String> verbs = new ArrayList<>();
        ModuleResult result = ModuleResult.unchanged().with("name", unit).with("status", state.status());
        Optional<Boolean> masked = call.arguments().choice("masked");
        if (masked.isPresent() && state.masked() != masked.get()) {
            verbs.add(masked.get() ? "mask" : "unmask");
        }
        Optional<Boolean> enabled = call.arguments().choice("enabled");
        if (enabled.isPresent()) {
            state.refuseMissing(unit);
            if (state.enabled(call.string("scope")) != enabled.get()) {
                verbs.add(enabled.get() ? "enable" : "disable");
            }
            result = result.with("enabled", enabled.get());
        }
        Optional<String> wanted = call.arguments().text("state");
        if (wanted.isPresent()) {
            state.refuseMissing(unit);
            boolean ends = wanted.get().equals("stopped");
            result = result.with("state", ends ? "stopped" : "started");
            if (state.activity().isEmpty()) {
                result = result.with("warnings", List.of(state.unknown(unit)));
            }
            state.verbFor(wanted.get()).ifPresent(verbs::add);
        }
        if (!verbs.isEmpty() && !call.check()) {
            act(call, unit, verbs);
        }
        return new ModuleResult(!verbs.isEmpty(), false, false, withInitWarning(result, unit, state), List.of());
    }

    private static Map<String, @Nullable Object> withInitWarning(ModuleResult result, String unit, UnitState state) {
        return state.onlyInitScript()
                ? result.with(
                                "warnings",
                                List.of("The service (" + unit
                                        + ") is actually an init script but the system is managed by systemd"))
                        .values()
                : result.values();
    }

    private static void act(ModuleCall call, String unit, List<String> verbs) {
        Steps steps = new Steps();
        verbs.forEach(verb -> steps.script(Script.of("printf '\\000" + STEP + "%s\\000' \"$_verb\"\n" + ACT)
                .set("_verb", verb)
                .set("_journal", call.string("scope").equals("user") ? "--user" : "")
                .set("_flags", flags(call))
                .set("_unit", unit)));
        Steps.Done done = steps.on(call.node(), "");
        if (!done.ok()) {
            throw failure(unit, verbs, done);
        }
    }

    private static ModuleFailure failure(String unit, List<String> verbs, Steps.Done done) {
        String verb = verbs.getLast();
        String journal = "";
        for (Map.Entry<String, String> step : done.found().texts().entrySet()) {
            if (step.getKey().startsWith(STEP)) {
                verb = step.getKey().substring(STEP.length());
                journal = step.getValue().strip();
            }
        }
        String said = done.err().strip();
        ModuleFailure failure = new ModuleFailure(Problem.of("Unable to " + verb + " service " + unit + ": " + said
                        + (journal.isEmpty() ? "" : "\nlast lines of its journal:\n" + journal))
                .hint(remedy(said)));
        return Output.in(failure.with("rc", done.rc()), journal, done.err());
    }

    private static String remedy(String said) {
        if (said.endsWith("is masked.")) {
            return "masked: false allows it to start again";
        }
        if (said.startsWith("Failed to mask unit: File ") && said.endsWith(" already exists.")) {
            return "its own file lies where the mask goes: enabled: false with state: stopped, or remove the file first";
        }
        return said.contains("Job type reload is not applicable") ? "it has no ExecReload=: take state: restarted" : "";
    }
}
