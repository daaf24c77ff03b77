package io.slipway.automation.engine;

import io.slipway.automation.engine.lookup.Lookups;
import io.slipway.automation.engine.variables.Layer;
import io.slipway.automation.engine.variables.Layers;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Templating;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.PlaybookException;
import io.slipway.automation.playbook.StaticTemplates;
import io.slipway.common.Problem;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.Python;
import io.slipway.common.template.Settings;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.template.TemplateException;
import io.slipway.common.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Names of imported files and roles, which must be known before any host is. The command line's variables win, as ever. */
public final class LoadTimeTemplates implements StaticTemplates {

    private final TemplateEngine engine;
    private final Templating templating;
    private final Lookups lookups;
    private final Map<String, YamlNode> extraVars;

    /** @param random for what templates draw by chance; must not be guessable */
    public LoadTimeTemplates(
            TemplateEngine.Builder templates, RandomGenerator random, Map<String, YamlNode> extraVars, Vault vault) {
        VaultFilters.addTo(templates, vault, random);
        this.engine = templates.build();
        this.templating = new Templating(engine, vault);
        this.lookups = new Lookups(random);
        this.extraVars = Map.copyOf(extraVars);
    }

    @Override
    public String render(YamlNode.Scalar template, Map<String, Object> variables) {
        return Python.str(value(template, variables));
    }

    @Override
    public List<String> words(YamlNode.Scalar template, Map<String, Object> variables) {
        return value(template, variables) instanceof List<?> list
                ? texts(list)
                : List.of(render(template, variables).split(","));
    }

    @Override
    public List<String> items(YamlNode.Scalar template, Map<String, Object> variables) {
        return value(template, variables) instanceof List<?> list ? texts(list) : List.of(render(template, variables));
    }

    private static List<String> texts(List<?> list) {
        return list.stream().map(Python::str).toList();
    }

    private @Nullable Object value(YamlNode.Scalar template, Map<String, Object> variables) {
        Layers layers =
                Layers.EMPTY.with(Level.PLAY_VARS, Layer.of(variables)).with(Level.EXTRA_VARS, Layer.of(extraVars));
        try {
            return new Variables("localhost", layers, templating).plain(template);
        } catch (TemplateException e) {
            Problem problem = e.problem();
            throw new PlaybookException(problem.where() == null ? problem.at(template.at()) : problem, e);
        }
    }

    @Override
    public List<Problem> mistakes(YamlNode.Scalar template) {
        return engine.mistakes(template.text(), Templating.origin(template), Settings.PLAYBOOK, lookups::objection);
    }

    @Override
    public List<Problem> mistakesInCondition(YamlNode.Scalar condition) {
        return engine.mistakesInExpression(condition.text(), Templating.origin(condition), lookups::objection);
    }
}
