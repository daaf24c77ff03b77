package io.slipway.automation.engine;

import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Keywords;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Step;
import io.slipway.common.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The task that a play begins with although nobody wrote it. */
final class GatherFacts {

    private static final String NAME = "Gathering Facts";

    private GatherFacts() {}

    static boolean is(Step.Task task) {
        return task.action().equals("setup")
                && task.name().filter(name -> NAME.equals(name.toValue())).isPresent();
    }

    /** Whether a play does it on a host. */
    static boolean on(KnownHost host, VariableRules rules) {
        return rules.gathering() != VariableRules.Gathering.SMART
                || !host.facts().bare().containsKey("module_setup");
    }

    static Optional<Step> step(Play play, KeywordValues said, ModuleCatalogue modules, VariableRules rules) {
        boolean wanted = said.flag(Keyword.GATHER_FACTS, rules.gathering() != VariableRules.Gathering.EXPLICIT);
        if (!wanted || modules.find("setup").isEmpty()) {
            return Optional.empty();
        }
        Map<String, YamlNode> arguments = new LinkedHashMap<>();
        play.keyword(Keyword.GATHER_SUBSET).ifPresent(node -> arguments.put("gather_subset", node));
        play.keyword(Keyword.GATHER_TIMEOUT).ifPresent(node -> arguments.put("gather_timeout", node));
        play.keyword(Keyword.FACT_PATH).ifPresent(node -> arguments.put("fact_path", node));
        Keywords keywords = Keywords.NONE
                .with(Keyword.NAME, YamlNode.Scalar.of(NAME, play.at()))
                .with(Keyword.TAGS, YamlNode.Scalar.of("always", play.at()));
        return Optional.of(
                new Step.Task(play.context().inner(keywords), "setup", arguments, Optional.empty(), play.at()));
    }
}
