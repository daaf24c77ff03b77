package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Regex;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.module.files.NodePath;
import io.slipway.common.PythonRegex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code wait_for}: waits for a port or a file, as the node sees it. Each look is one exchange. */
final class WaitForModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("wait_for", "Waits for a port or a file")
            .options(
                    Option.of("host", STRING, "Where the port is, seen from the node")
                            .orElse("127.0.0.1"),
                    Option.of("port", INT, "The port"),
                    Option.of("path", PATH, "The file"),
                    Option.of("search_regex", STRING, "What the file, or what the port sends, is to contain"),
                    Option.of("state", STRING, "What to wait for")
                            .oneOf("absent", "drained", "present", "started", "stopped")
                            .orElse("started"),
                    Option.of("timeout", INT, "For how many seconds").orElse(300L),
                    Option.of("delay", INT, "How many seconds to wait before the first look")
                            .orElse(0L),
                    Option.of("sleep", INT, "How many seconds between looks").orElse(1L),
                    Option.of("connect_timeout", INT, "How many seconds a connection may take")
                            .orElse(5L),
                    Option.of("active_connection_states", LIST, "Which connections count as active")
                            .orElse(Connections.ACTIVE),
                    Option.of("exclude_hosts", LIST, "Whose connections do not count"),
                    Option.of("msg", STRING, "What to say when the time is up"))
            .build();

    private final Waiting waiting;

    WaitForModule(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall asked) {
        ModuleCall call = NodePath.expanded(asked);
        if (call.check()) {
            return ModuleResult.skipped("remote module (wait_for) does not support check mode");
        }
        refuse(call);
        Instant start = waiting.now();
        waiting.sleep(Duration.ofSeconds(call.arguments().number("delay")));
        if (!call.arguments().has("port")
                && !call.arguments().has("path")
                && !call.string("state").equals("drained")) {
            waiting.sleep(Duration.ofSeconds(call.arguments().number("timeout")));
            return result(call, start, Optional.empty(), Optional.empty());
        }
        Optional<PythonRegex> pattern =
                call.arguments().text("search_regex").map(regex -> Regex.ofText(regex, Pattern.MULTILINE));
        Instant end = start.plusSeconds(call.arguments().number("timeout"));
        Look look = Look.of(call);
        do {
            Look.Seen seen = look.now(call.node());
            Optional<Matcher> match = pattern.map(p -> p.matcher(seen.text())).filter(Matcher::find);
            if (seen.asWanted() && (pattern.isEmpty() || !look.reads() || match.isPresent())) {
                return result(call, start, pattern, match);
            }
            waiting.sleep(Duration.ofSeconds(Math.max(1, call.arguments().number("sleep"))));
        } while (waiting.now().isBefore(end));
        throw new ModuleFailure(call.arguments().text("msg").orElseGet(() -> look.timeout(call)))
                .with("elapsed", waiting.since(start));
    }

    private static void refuse(ModuleCall call) {
        String state = call.string("state");
        boolean path = call.arguments().has("path");
        if (path && call.arguments().has("port")) {
            throw refusal("port and path parameter can not both be passed to wait_for");
        }
        if (path && (state.equals("stopped") || state.equals("drained"))) {
            throw refusal("state=" + state + " should only be used for checking a port in the wait_for module");
        }
        if (state.equals("drained") && !call.arguments().has("port")) {
            throw refusal("state=drained needs a port");
        }
        if (call.arguments().has("exclude_hosts") && !state.equals("drained")) {
            throw refusal("exclude_hosts should only be with state=drained");
        }
        for (String name : call.arguments().strings("active_connection_states")) {
            if (!Connections.STATES.contains(name)) {
                throw refusal("unknown active_connection_state (" + name + ") defined");
            }
        }
    }

    private static ModuleFailure refusal(String message) {
        return new ModuleFailure(message).with("elapsed", 0L);
    }

    private ModuleResult result(
            ModuleCall call, Instant start, Optional<PythonRegex> pattern, Optional<Matcher> match) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        List<@Nullable Object> groups = new ArrayList<>();
        match.ifPresent(found -> {
            for (int i = 1; i <= found.groupCount(); i++) {
                groups.add(found.group(i));
            }
            pattern.orElseThrow().groups().forEach((name, index) -> named.put(name, found.group(index)));
        });
        return ModuleResult.unchanged()
                .with("state", call.string("state"))
                .with("port", call.raw("port"))
                .with("search_regex", call.raw("search_regex"))
                .with("path", call.raw("path"))
                .with("match_groups", groups)
                .with("match_groupdict", named)
                .with("elapsed", waiting.since(start));
    }
}
