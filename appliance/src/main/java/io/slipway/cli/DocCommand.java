package io.slipway.cli;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.module.ModulePage;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway doc}. */
@Command(name = "doc", description = "Say what modules there are, and what they take.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class DocCommand implements Callable<Integer> {

    private static final String HEAD = """
            # Modules

            Made from what the modules declare: `slipway doc --markdown`. All parameters are those of the Ansible module of the same name;
            what differs stands below each.

            """;

    private final PrintWriter out;

    DocCommand(PrintWriter out) {
        this.out = out;
    }

    @Parameters(paramLabel = "MODULE", arity = "0..*", description = "short, or with its collection")
    private List<String> names = new ArrayList<>();

    @ArgGroup
    private Form form = new Form();

    /** How it is shown; at most one may be chosen. */
    static final class Form {
        @Option(
                names = {"-l", "--list"},
                description = "only names and summaries")
        private boolean list;

        @Option(
                names = {"-s", "--snippet"},
                description = "as a task to be filled in")
        private boolean snippet;

        @Option(
                names = {"-j", "--json"},
                description = "for programs")
        private boolean json;

        @Option(names = "--markdown", description = "as a document")
        private boolean markdown;
    }

    @Override
    public Integer call() {
        List<ModulePage> pages =
                wanted().stream().map(module -> new ModulePage(module.spec())).toList();
        if (form.json) {
            Map<String, Object> all = new LinkedHashMap<>();
            pages.forEach(page -> all.put(page.spec().name(), page.data()));
            out.println(Json.pretty(all));
        } else if (form.markdown) {
            out.print(HEAD);
            pages.forEach(page -> out.print(page.markdown()));
        } else if (form.snippet) {
            pages.forEach(page -> out.print(page.snippet()));
        } else if (form.list || names.isEmpty()) {
            pages.forEach(page ->
                    out.printf("%-26s %s%n", page.spec().name(), page.spec().summary()));
        } else {
            out.print(String.join("\n", pages.stream().map(ModulePage::text).toList()));
        }
        out.flush();
        return 0;
    }

    private List<Module> wanted() {
        ModuleCatalogue modules = BuiltinModules.catalogue();
        if (names.isEmpty()) {
            return modules.modules();
        }
        return names.stream()
                .map(name -> modules.find(name).orElseThrow(() -> unknown(name, modules)))
                .toList();
    }

    private static CommandException unknown(String name, ModuleCatalogue modules) {
        return new CommandException(Problem.of(
                        modules.isMissing(name)
                                ? "Ansible has a module " + name + ", but Slipway has not got it yet"
                                : "there is no module " + name)
                .hint((NearMiss.hint(name, modules.names()) + " 'slipway doc --list' names all").strip()));
    }
}
