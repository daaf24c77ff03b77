package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Play;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import io.slipway.common.yaml.YamlMerge;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code vars_files} of a play. Names may be templates, and so differ from host to host; a list within the list means the first that is there. */
final class VarsFiles {

    private final RunContext run;
    private final List<YamlNode> wanted;
    private final SearchPath searchPath;

    VarsFiles(RunContext run, Play play, Path playbookDirectory) {
        this.run = run;
        this.wanted = play.keyword(Keyword.VARS_FILES).map(VarsFiles::items).orElse(List.of());
        this.searchPath = new SearchPath(play.context(), playbookDirectory);
    }

    private static List<YamlNode> items(YamlNode node) {
        return node instanceof YamlNode.Sequence list ? list.items() : List.of(node);
    }

    /** @param complete false when a name depends on something that is not known yet, such as a fact */
    record Loaded(Map<String, YamlNode> variables, boolean complete) {}

    Loaded load(Variables variables) {
        Map<String, YamlNode> all = new LinkedHashMap<>();
        boolean complete = true;
        for (YamlNode entry : wanted) {
            try {
                read(firstThatExists(entry, variables), all);
            } catch (TemplateException e) {
                if (e.undefined() == null) {
                    throw e;
                }
                complete = false;
            }
        }
        return new Loaded(all, complete);
    }

    private Path firstThatExists(YamlNode entry, Variables variables) {
        for (YamlNode candidate : items(entry)) {
            String name = Python.str(variables.plain(candidate));
            Optional<Path> found = searchPath.lookFor("vars", name);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new EngineException(
                Problem.of("vars file " + entry.toValue() + " was not found").at(entry.at()));
    }

    private void add(YamlNode.Entry entry, Map<String, YamlNode> into) {
        if (run.options().variables().mergeHashes()) {
            into.merge(entry.name(), entry.value(), YamlMerge::merged);
        } else {
            into.put(entry.name(), entry.value());
        }
    }

    private void read(Path file, Map<String, YamlNode> into) {
        switch (run.yaml(file)) {
            case YamlNode.Mapping map -> map.entries().forEach(entry -> add(entry, into));
            case YamlNode.Scalar scalar when scalar.value() == null -> {}
            case YamlNode other ->
                throw new EngineException(Problem.of("a variables file holds a mapping, not " + other.kind())
                        .at(other.at()));
        }
    }
}
