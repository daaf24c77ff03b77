package io.slipway.automation.engine;

import io.slipway.automation.engine.lookup.Surroundings;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.module.files.TemplateVariables;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultException;
import io.slipway.common.template.Settings;
import io.slipway.common.template.TemplateException;
import io.slipway.common.template.TemplateHeader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What lookups may use, for one task on one host. */
record TaskSurroundings(RunContext run, Variables variables, SearchPath searchPath, String kind)
        implements Surroundings {

    /** Files, templates or variables: what an action deals with shows in its name. */
    static String kindOf(String action) {
        return action.contains("template") ? "templates" : action.contains("var") ? "vars" : "files";
    }

    @Override
    public Optional<Path> file(String kindOfFile, String name) {
        return TemplateFiles.orElse(searchPath).lookFor(kindOfFile, name);
    }

    @Override
    public List<Path> candidates(String kindOfFile, String name) {
        return TemplateFiles.orElse(searchPath).candidates(kindOfFile, name);
    }

    @Override
    public Path place(String name) {
        return searchPath.place(name);
    }

    @Override
    public String render(String name, Path template, Map<String, ?> extra, Settings settings) {
        String text;
        try {
            text = vault().read(template);
        } catch (TextFile.UnreadableException | VaultException e) {
            throw new TemplateException(e.problem(), e);
        }
        TemplateHeader content = TemplateHeader.of(template.toString(), text, settings);
        Position origin = new Position(template.toString(), content.firstLine(), 1);
        Variables all = variables
                .with(Level.TASK_LOCAL, extra)
                .with(
                        Level.TASK_LOCAL,
                        new TemplateVariables(
                                        run.clock(), run.options().unsaid().managed(), name, template, "")
                                .asMap());
        return TemplateFiles.during(
                TemplateFiles.orElse(searchPath),
                () -> variables.templating().render(content.body(), origin, content.settings(), all));
    }

    @Override
    public Vault vault() {
        return run.files().vault();
    }

    @Override
    public Map<String, String> environment() {
        return run.environment();
    }

    @Override
    public Map<String, @Nullable Object> settings() {
        return run.options().variables().settings();
    }

    @Override
    public void warn(String message) {
        run.events().warn(Problem.of(message));
    }

    @Override
    public List<String> hosts(String pattern) {
        return run.inventory().select(pattern);
    }
}
