package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.Diffs;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code timezone}: the node's time zone, and whether its hardware clock runs in it. */
final class TimezoneModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("timezone", "Sets the time zone")
            .options(
                    Option.of("name", STRING, "The zone, such as Europe/Berlin"),
                    Option.of("hwclock", STRING, "What the hardware clock shows")
                            .alias("rtc")
                            .oneOf("local", "UTC"))
            .oneNeeded("name", "hwclock")
            .build();

    private static final String PROBE = """
            _link=$(readlink /etc/localtime 2>/dev/null)
            case $_link in */zoneinfo/*) ;; *) _link=$(readlink -f /etc/localtime 2>/dev/null) ;; esac
            case $_link in */zoneinfo/*) tell zone "${_link#*/zoneinfo/}" ;; esac
            ask file cat /etc/timezone
            ask adjtime cat /etc/adjtime
            [ -z "$_name" ] || { [ -f "/usr/share/zoneinfo/$_name" ] && tell known 1; }
            exit 0
            """;

    private static final String LINK = """
            _new=/etc/.localtime.slipway.$$
            ln -s -- "../usr/share/zoneinfo/$_name" "$_new" && mv -f -- "$_new" /etc/localtime
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Optional<String> name = call.arguments().text("name");
        Found found = Found.ask(call.node(), Found.constant(PROBE).set("_name", name.orElse("")));
        Steps steps = new Steps();
        Map<String, @Nullable Object> before = new LinkedHashMap<>();
        Map<String, @Nullable Object> after = new LinkedHashMap<>();
        String zone = found.some("zone").orElse(found.text("file").strip());
        if (name.isPresent() && !zone.equals(name.get())) {
            if (!found.has("known") || name.get().contains("..")) {
                throw new ModuleFailure(Problem.of("unable to find the time zone '" + name.get() + "' on the node")
                        .hint("is the name right, and is the package tzdata installed?"));
            }
            steps.script(Script.of(LINK).set("_name", name.get()));
            if (found.some("file").isPresent()) {
                steps.script(ReplaceFile.with("/etc/timezone", name.get() + "\n", "644"));
            }
            before.put("name", zone);
            after.put("name", name.get());
        }
        String clock = found.lines("adjtime").contains("LOCAL") ? "local" : "UTC";
        Optional<String> wanted = call.arguments().text("hwclock").filter(value -> !value.equals(clock));
        wanted.ifPresent(value -> {
            String first = found.some("adjtime").isPresent()
                    ? found.text("adjtime").replaceAll("(?m)^(UTC|LOCAL)$", "").strip()
                    : "0.0 0 0.0\n0";
            steps.script(ReplaceFile.with(
                    "/etc/adjtime", first + "\n" + (value.equals("local") ? "LOCAL" : "UTC") + "\n", "644"));
            before.put("hwclock", clock);
            after.put("hwclock", value);
        });
        if (!call.check() && !steps.isEmpty()) {
            steps.on(call.node(), "").orFail();
        }
        ModuleResult result = ModuleResult.changed(!steps.isEmpty());
        return steps.isEmpty() || !call.diff() ? result : result.with(Diffs.properties(before, after));
    }
}
