package io.slipway.automation.playbook;

import io.slipway.automation.playbook.Keyword.Place;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the entries of {@code roles:} and of a role's {@code dependencies:}. */
final class RoleEntries {

    private final Load load;
    private final KeywordReader keywords;

    RoleEntries(Load load) {
        this.load = load;
        this.keywords = new KeywordReader(load);
    }

    List<RoleUse> uses(YamlNode value, Trail trail) {
        if (!(value instanceof YamlNode.Sequence list)) {
            return List.of();
        }
        List<RoleUse> uses = new ArrayList<>();
        list.items().forEach(item -> use(item, trail).ifPresent(uses::add));
        return uses;
    }

    private Optional<RoleUse> use(YamlNode item, Trail trail) {
        return switch (item) {
            case YamlNode.Scalar name
            when name.value() != null && name.text().contains(",") -> {
                load.report(
                        Problem.of("'" + name.text() + "' is no name of a role")
                                .at(name.at())
                                .because("a role with a version belongs into requirements.yml"),
                        trail);
                yield Optional.empty();
            }
            case YamlNode.Scalar name
            when name.value() != null && !name.text().isBlank() ->
                Optional.of(
                        new RoleUse(name, Keywords.NONE, Map.of(), RoleUse.From.MAIN, Optional.empty(), true, false));
            case YamlNode.Mapping mapping -> ofMapping(mapping, trail);
            default -> {
                load.report(
                        Problem.of("a role must be a name, or a mapping with 'role', not " + item.kind())
                                .at(item.at()),
                        trail);
                yield Optional.empty();
            }
        };
    }

    private Optional<RoleUse> ofMapping(YamlNode.Mapping mapping, Trail trail) {
        Optional<YamlNode> named =
                mapping.get("role").or(() -> mapping.get("name")).or(() -> source(mapping));
        if (!(named.orElse(null) instanceof YamlNode.Scalar name) || name.text().isBlank()) {
            load.report(Problem.of("this role has no name").at(mapping.at()).hint("give it as 'role: …'"), trail);
            return Optional.empty();
        }
        Map<String, YamlNode> parameters = new LinkedHashMap<>();
        List<YamlNode.Entry> ofKeywords = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (Keyword.of(entry.name()).filter(k -> k.allowedIn(Place.ROLE)).isPresent()) {
                ofKeywords.add(entry);
            } else if (!entry.name().equals("role")) {
                new TemplateCheck(load).templates(entry.value(), trail);
                parameters.put(entry.name(), entry.value());
            }
        }
        Keywords given = keywords.sort(new YamlNode.Mapping(ofKeywords, mapping.at()), Place.ROLE, trail)
                .keywords()
                .without(Keyword.NAME);
        return Optional.of(new RoleUse(name, given, parameters, RoleUse.From.MAIN, Optional.empty(), true, false));
    }

    /** {@code src:} of a requirement: an address or {@code name,version}; the role is called like the last part of it. */
    private static Optional<YamlNode> source(YamlNode.Mapping mapping) {
        return mapping.get("src").map(src -> {
            String text = src instanceof YamlNode.Scalar scalar ? scalar.text() : "";
            String address = text.split(",", 2)[0];
            String last = address.substring(address.lastIndexOf('/') + 1);
            return YamlNode.Scalar.of(last.replaceFirst("\\.git$|\\.tar\\.gz$", ""), src.at());
        });
    }
}
