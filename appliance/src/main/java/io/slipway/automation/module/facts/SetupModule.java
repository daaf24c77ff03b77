package io.slipway.automation.module.facts;

import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Glob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code setup}: finds out about a node, in one exchange. */
public final class SetupModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("setup", "Gathers facts about a node")
            .options(
                    Option.of(
                                    "gather_subset",
                                    LIST,
                                    "Areas to gather, or not to with an exclamation mark: all, min, network …")
                            .orElse(List.of("all")),
                    Option.of("filter", LIST, "Patterns of the facts to return").orElse(List.of()),
                    Option.of("gather_timeout", INT, "How long a file system may take to answer, in seconds")
                            .orElse(10L),
                    Option.of("fact_path", PATH, "Where the node's own facts lie")
                            .orElse("/etc/ansible/facts.d"))
            .build();

    /** Stands after each variable of the environment on the wire. */
    static final String ENV_END = "\u001e";

    /** Before anything else changes the environment. */
    private static final String ENVIRONMENT = """
            _env=$(env -0 2>/dev/null | tr '\\000' '\\036')
            [ -n "$_env" ] || _env=$(env | tr '\\n' '\\036')
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        List<String> subset = call.arguments().strings("gather_subset");
        List<Collector> collectors = Subsets.select(subset);
        StringBuilder text = new StringBuilder();
        collectors.forEach(collector -> text.append(collector.script()).append('\n'));
        Script script = Found.script(text + "exit 0\n");
        Found found = Found.ask(
                call.node(),
                Script.of(ENVIRONMENT + script.text())
                        .set("_factPath", call.string("fact_path"))
                        .set("_timeout", Long.toString(call.arguments().number("gather_timeout"))));
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        collectors.forEach(collector -> facts.putAll(collector.facts(found)));
        ModuleResult result = ModuleResult.unchanged()
                .with("ansible_facts", named(facts, call.arguments().strings("filter"), subset));
        List<String> warnings = LocalFacts.warnings(facts);
        return warnings.isEmpty() ? result : result.with("warnings", warnings);
    }

    private static Map<String, @Nullable Object> named(
            Map<String, @Nullable Object> facts, List<String> filters, List<String> subset) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        facts.forEach((name, value) -> {
            String full = "ansible_" + name.replace('-', '_');
            boolean wanted = filters.isEmpty()
                    || filters.stream().anyMatch(f -> Glob.matches(f, full) || Glob.matches("ansible_" + f, full));
            if (wanted) {
                named.put(full, value);
            }
        });
        if (filters.isEmpty()) {
            named.put("gather_subset", subset);
            named.put("module_setup", true);
        }
        return named;
    }
}
