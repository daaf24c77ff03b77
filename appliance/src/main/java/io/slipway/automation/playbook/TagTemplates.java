package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fills in templates among tags, which must be known before any host is: like names of imported files, by what the play says. */
final class TagTemplates {

    private final Load load;
    private final Trail trail;

    TagTemplates(Load load, Trail trail) {
        this.load = load;
        this.trail = trail;
    }

    /** @param context what surrounds the place that has these keywords */
    Keywords filled(Keywords keywords, Context context) {
        return keywords.get(Keyword.TAGS)
                .filter(TagTemplates::hasTemplates)
                .map(tags -> keywords.with(Keyword.TAGS, filled(tags, context.inner(keywords))))
                .orElse(keywords);
    }

    private static boolean hasTemplates(YamlNode tags) {
        return tags instanceof YamlNode.Sequence list
                ? list.items().stream().anyMatch(TagTemplates::hasTemplates)
                : Templates.in(tags);
    }

    private YamlNode filled(YamlNode tags, Context context) {
        Map<String, Object> variables = new StaticVariables(load, trail).of(context);
        List<YamlNode> all = new ArrayList<>();
        for (YamlNode tag : tags instanceof YamlNode.Sequence list ? list.items() : List.of(tags)) {
            if (tag instanceof YamlNode.Scalar scalar && Templates.in(scalar)) {
                value(scalar, variables).forEach(text -> all.add(YamlNode.Scalar.of(text, scalar.at())));
            } else {
                all.add(tag);
            }
        }
        return new YamlNode.Sequence(all, tags.at());
    }

    private List<String> value(YamlNode.Scalar template, Map<String, Object> variables) {
        try {
            return load.statics.words(template, variables);
        } catch (PlaybookException e) {
            load.report(e, trail);
            return List.of();
        }
    }
}
