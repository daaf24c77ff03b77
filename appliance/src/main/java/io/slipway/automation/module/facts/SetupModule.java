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

    static final List<Option> OPTIONS = List.of(
            Option.of("gather_subset", LIST, "Areas to gather, or not to with an exclamation mark: all, min, network …")
                    .orElse(List.of("all")),
            Option.of("filter", LIST, "Patterns of the facts to return").orElse(List.of()),
            Option.of("gather_timeout", INT, "How long a file system may take to answer, in seconds")
                    .orElse(10L),
            Option.of("fact_path", PATH, "Where the node's own facts lie").orElse("/etc/ansible/facts.d"));

    private static final ModuleSpec SPEC = ModuleSpec.of("setup", "Gathers facts about a node")
            .options(OPTIONS)
            .build();

    private static final List<String> PREFIXES = List.of("ansible_", "facter", "ohai");

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
        List<String> given = call.arguments().strings("gather_subset");
        List<String> subset = given.isEmpty() ? List.of("all") : given;
        List<Collector> collectors = Subsets.select(subset);
        StringBuilder text = new StringBuilder();
        collectors.forEach(collector -> text.append(collector.script()).append('\n'));
        Script script = Found.script(text + "exit 0\n");
        Found found = Found.ask(
                call.node(),
                Script.of(ENVIRONMENT + script.whole())
                        .set("_factPath", call.string("fact_path"))
                        .set("_named", " " + String.join(" ", subset) + " ")
                        .set("_timeout", Long.toString(call.arguments().number("gather_timeout"))));
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        collectors.forEach(collector -> facts.putAll(collector.facts(found)));
        List<String> warnings = LocalFacts.warnings(facts);
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        facts.forEach((name, value) -> named.put("ansible_" + name.replace('-', '_'), value));
        named.put("gather_subset", subset);
        named.put("module_setup", true);
        List<String> filters = call.arguments().strings("filter");
        if (!filters.isEmpty()) {
            named.keySet().removeIf(name -> filters.stream().noneMatch(filter -> matches(filter, name)));
        }
        ModuleResult result = ModuleResult.unchanged().with("ansible_facts", named);
        return warnings.isEmpty() ? result : result.with("warnings", warnings);
    }

    /** A filter of nothing lets everything through; a pattern without one of the known prefixes is meant without {@code ansible_}, too. */
    private static boolean matches(String filter, String name) {
        if (filter.isEmpty() || Glob.matches(filter, name)) {
            return true;
        }
        boolean prefixed = PREFIXES.stream().anyMatch(filter::startsWith);
        return !prefixed && Glob.matches("ansible_" + filter, name);
    }
}
