package io.slipway.automation.module.control;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code add_host}: adds a host to the inventory in memory. It only says so; the engine does it. */
final class AddHostModule implements Module {

    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^]]+)]|([^:\\[\\]]+)):(\\d+)");

    private static final ModuleSpec SPEC = ModuleSpec.of("add_host", "Adds a host to the inventory of this run")
            .options(
                    Option.of("name", Option.Type.STRING, "The host's name, or name:port")
                            .alias("hostname", "host")
                            .mandatory(),
                    Option.of("groups", Option.Type.LIST, "Groups to add it to").alias("groupname", "group"))
            .anyArguments()
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Map<String, @Nullable Object> variables =
                new LinkedHashMap<>(call.arguments().all());
        variables.remove("name");
        variables.remove("groups");
        String name = call.string("name");
        Matcher matcher = WITH_PORT.matcher(name);
        if (matcher.matches()) {
            name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            variables.put("ansible_ssh_port", Long.valueOf(matcher.group(3)));
        }
        Map<String, @Nullable Object> host = new LinkedHashMap<>();
        host.put("host_name", name);
        host.put(
                "groups", call.arguments().strings("groups").stream().distinct().toList());
        host.put("host_vars", variables);
        return ModuleResult.unchanged().with("add_host", host);
    }
}
