package io.slipway.automation.playbook;

import io.slipway.automation.playbook.Keyword.Place;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a playbook: its plays, and those of the playbooks that it imports. */
final class PlaybookReader {

    private final Load load;
    private final KeywordReader keywords;
    private final PlayReader plays;

    PlaybookReader(Load load) {
        this.load = load;
        this.keywords = new KeywordReader(load);
        this.plays = new PlayReader(load);
    }

    List<Play> read(Path file) {
        return read(Trail.start(file), null, Map.of());
    }

    private List<Play> read(Trail trail, @Nullable Context outer, Map<String, YamlNode.Entry> importedVars) {
        List<Play> all = new ArrayList<>();
        load.library.add(TaskFiles.folder(trail.file()));
        Optional<YamlNode> content = load.yaml(trail.file(), trail);
        if (content.isEmpty()) {
            return all;
        }
        if (!(content.get() instanceof YamlNode.Sequence list) || list.items().isEmpty()) {
            load.report(
                    Problem.of(
                                    isNothing(content.get())
                                            ? "this playbook is empty"
                                            : "a playbook must be a list of plays, not "
                                                    + content.get().kind())
                            .at(content.get().at())
                            .hint("start each play with '- hosts: …'"),
                    trail);
            return all;
        }
        for (YamlNode item : list.items()) {
            if (!(item instanceof YamlNode.Mapping mapping)) {
                load.report(
                        Problem.of("a play must be a mapping, not " + item.kind())
                                .at(item.at()),
                        trail);
                continue;
            }
            Optional<YamlNode.Entry> imported = mapping.entries().stream()
                    .filter(entry -> Actions.plain(entry.name()).equals("import_playbook"))
                    .findFirst();
            if (imported.isPresent()) {
                all.addAll(imported(mapping, imported.get(), trail, outer, importedVars));
            } else {
                plays.play(mapping, outer, importedVars, trail).ifPresent(all::add);
            }
        }
        return all;
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof YamlNode.Sequence || (node instanceof YamlNode.Scalar scalar && scalar.value() == null);
    }

    private List<Play> imported(
            YamlNode.Mapping mapping,
            YamlNode.Entry entry,
            Trail trail,
            @Nullable Context outer,
            Map<String, YamlNode.Entry> importedVars) {
        List<YamlNode.Entry> beside =
                mapping.entries().stream().filter(other -> !other.equals(entry)).toList();
        KeywordReader.Sorted sorted = keywords.sort(new YamlNode.Mapping(beside, mapping.at()), Place.ROLE, trail);
        sorted.rest()
                .forEach(other -> load.report(
                        Problem.of("'" + other.name() + "' cannot stand beside import_playbook")
                                .at(other.key().at()),
                        trail));
        Map<String, YamlNode.Entry> vars = new LinkedHashMap<>();
        if (sorted.keywords().get(Keyword.VARS).orElse(null) instanceof YamlNode.Mapping own) {
            own.entries().forEach(variable -> vars.put(variable.name(), variable));
        }
        vars.putAll(importedVars);
        Keywords keywords = sorted.keywords().without(Keyword.VARS).without(Keyword.NAME);
        Context context = new Context(outer, keywords, null, Map.of(), trail.file());
        Optional<String> written = name(entry, context, vars, trail);
        if (written.isEmpty()) {
            return List.of();
        }
        YamlNode.Scalar name = (YamlNode.Scalar) entry.value();
        Optional<CollectionPlaybooks.Found> ofCollection =
                new CollectionPlaybooks(load).find(written.get(), TaskFiles.folder(trail.file()));
        if (ofCollection.isPresent()) {
            Path file = ofCollection.get().file();
            Context within = new Context(outer, ofCollection.get().in(keywords, name), null, Map.of(), trail.file());
            return isUsable(file, name, trail) ? read(trail.into(file, mapping.at()), within, vars) : List.of();
        }
        return load.path(written.get(), name.at(), trail)
                .map(TaskFiles.folder(trail.file())::resolve)
                .filter(file -> isUsable(file, name, trail))
                .map(file -> read(trail.into(file, mapping.at()), context, vars))
                .orElse(List.of());
    }

    private Optional<String> name(
            YamlNode.Entry entry, Context context, Map<String, YamlNode.Entry> vars, Trail trail) {
        if (!(entry.value() instanceof YamlNode.Scalar name) || name.text().isBlank()) {
            load.report(
                    Problem.of("'import_playbook' takes the name of a file")
                            .at(entry.value().at()),
                    trail);
            return Optional.empty();
        }
        Map<String, Object> variables = new LinkedHashMap<>(new StaticVariables(load, trail).of(context));
        vars.forEach((variable, value) -> variables.put(variable, value.value()));
        return load.resolved(name, variables, trail).map(PlaybookReader::firstWord);
    }

    /** What follows the name of the file is ignored, as ansible-core does since it knows {@code vars:} there. */
    private static String firstWord(String text) {
        try {
            List<String> words = OneLine.words(text.strip());
            return words.isEmpty() ? "" : words.getFirst().strip();
        } catch (OneLine.UnbalancedException e) {
            return text.strip();
        }
    }

    private boolean isUsable(Path file, YamlNode.Scalar name, Trail trail) {
        if (trail.passes(file)) {
            load.report(Problem.of("this import never ends").at(name.at()).because(trail.chain(file)), trail);
            return false;
        }
        if (!load.files.isFile(file)) {
            load.report(
                    Problem.of("there is no playbook '" + name.text() + "'")
                            .at(name.at())
                            .because("looked at " + file),
                    trail);
            return false;
        }
        return true;
    }
}
