package io.slipway.automation.engine;

import io.slipway.automation.engine.lookup.Surroundings;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.template.Settings;
import io.slipway.common.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What lookups may use, for one task on one host. */
record TaskSurroundings(RunContext run, Variables variables, SearchPath searchPath, String kind)
        implements Surroundings {

    /** Files, templates or variables: what an action deals with shows in its name. */
    static String kindOf(String action) {
        return action.contains("template") ? "templates" : action.contains("var") ? "vars" : "files";
    }

    @Override
    public Optional<Path> file(String kindOfFile, String name) {
        return searchPath.lookFor(kindOfFile, name);
    }

    @Override
    public List<Path> candidates(String kindOfFile, String name) {
        return searchPath.candidates(kindOfFile, name);
    }

    @Override
    public Path place(String name) {
        return searchPath.place(name);
    }

    @Override
    public String render(Path template, Map<String, ?> extra) {
        String text;
        try {
            text = Files.readString(template);
        } catch (IOException e) {
            throw new TemplateException(
                    Problem.of("cannot read " + template).because(String.valueOf(e.getMessage())), e);
        }
        Variables all = extra.isEmpty() ? variables : variables.with(Level.TASK_LOCAL, extra);
        return TemplateFiles.during(
                searchPath,
                () -> variables
                        .templating()
                        .render(text, Position.in(template.toString()), Settings.TEMPLATE_FILE, all));
    }

    @Override
    public Map<String, String> environment() {
        return run.environment();
    }

    @Override
    public List<String> hosts(String pattern) {
        return run.inventory().select(pattern);
    }
}
