package io.slipway.cli;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.module.ModulePage;
import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Syntax;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code slipway doc}. */
final class DocCommand implements Action {

    private static final String HEAD = """
            # Modules

            Made from what the modules declare: `slipway doc --markdown`. All parameters are those of the Ansible module of the same name;
            what differs stands below each.

            """;

    private final PrintWriter out;
    private final Given<String> names;
    private final Given<Boolean> list;
    private final Given<Boolean> snippet;
    private final Given<Boolean> json;
    private final Given<Boolean> markdown;

    DocCommand(Syntax syntax, PrintWriter out) {
        this.out = out;
        names = syntax.operand("[MODULE...]", "short, or with its collection");
        list = syntax.flag("-l, --list", "only names and summaries");
        snippet = syntax.flag("-s, --snippet", "as a task to be filled in");
        json = syntax.flag("-j, --json", "for programs");
        markdown = syntax.flag("--markdown", "as a document");
    }

    @Override
    public int run() {
        if (Stream.of(list, snippet, json, markdown).filter(Given::present).count() > 1) {
            throw new CommandException(Problem.of("modules can be shown in one way at a time")
                    .hint("give one of --list, --snippet, --json and --markdown"));
        }
        List<ModulePage> pages =
                wanted().stream().map(module -> new ModulePage(module.spec())).toList();
        if (json.present()) {
            Map<String, Object> all = new LinkedHashMap<>();
            pages.forEach(page -> all.put(page.spec().name(), page.data()));
            out.println(Json.pretty(all));
        } else if (markdown.present()) {
            out.print(HEAD);
            pages.forEach(page -> out.print(page.markdown()));
        } else if (snippet.present()) {
            pages.forEach(page -> out.print(page.snippet()));
        } else if (list.present() || !names.present()) {
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
        if (!names.present()) {
            return modules.modules();
        }
        return names.all().stream()
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
