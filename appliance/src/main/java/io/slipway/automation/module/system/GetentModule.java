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
import io.slipway.automation.transport.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code getent}: entries of the node's databases of users, hosts and so on. */
final class GetentModule implements Module {

    private static final Set<String> WITH_COLONS = Set.of("passwd", "shadow", "group", "gshadow");

    private static final ModuleSpec SPEC = ModuleSpec.of("getent", "Looks into the node's databases")
            .options(
                    Option.of("database", STRING, "passwd, group, hosts …").mandatory(),
                    Option.of("key", STRING, "The entry; all when not given"),
                    Option.of("service", STRING, "Only this source of the database"),
                    Option.of("split", STRING, "What stands between fields"),
                    Option.of("fail_key", BOOL, "Whether a missing entry is a failure")
                            .orElse(true))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String database = call.string("database");
        List<String> command = new ArrayList<>(List.of("getent"));
        call.arguments().text("service").ifPresent(service -> command.addAll(List.of("-s", service)));
        command.addAll(List.of("--", database));
        call.arguments().text("key").ifPresent(command::add);
        Reply reply = call.node().run(Found.script("exec " + Script.words(command)));
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        String problem = switch (reply.exitCode()) {
            case 0 -> "";
            case 1 -> "Missing arguments, or database unknown.";
            case 2 -> "One or more supplied key could not be found in the database.";
            case 3 -> "Enumeration not supported on this database.";
            default -> "Unexpected failure!";
        };
        boolean missing = reply.exitCode() == 2 && !call.flag("fail_key");
        if (missing) {
            entries.put(call.arguments().text("key").orElse(""), null);
        } else if (!problem.isEmpty()) {
            throw new ModuleFailure(problem);
        } else {
            String separator = WITH_COLONS.contains(database) ? ":" : "";
            entries.putAll(entries(reply.out(), call.arguments().text("split").orElse(separator)));
        }
        ModuleResult result = ModuleResult.unchanged().with("ansible_facts", Map.of("getent_" + database, entries));
        return missing ? result.with("msg", problem) : result;
    }

    /** By first field; several lines under one become a list of lists. */
    private static Map<String, @Nullable Object> entries(String text, String separator) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        Set<String> several = new HashSet<>();
        for (String line : text.lines().toList()) {
            List<String> fields = separator.isEmpty()
                    ? List.of(line.strip().split("\\s+"))
                    : List.of(line.split(Pattern.quote(separator), -1));
            List<String> rest = fields.subList(1, fields.size());
            String key = fields.getFirst();
            if (!entries.containsKey(key)) {
                entries.put(key, rest);
                continue;
            }
            List<@Nullable Object> all = new ArrayList<>();
            if (several.add(key)) {
                all.add(entries.get(key));
            } else if (entries.get(key) instanceof List<?> known) {
                all.addAll(known);
            }
            all.add(rest);
            entries.put(key, all);
        }
        return entries;
    }
}
