package io.slipway.automation.playbook;

import io.slipway.automation.playbook.Keyword.Place;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one play: its keywords, its roles, and its four lists of steps. */
final class PlayReader {

    private final Load load;
    private final KeywordReader keywords;
    private final StepReader steps;
    private final RoleReader roles;
    private final RoleEntries entries;

    PlayReader(Load load) {
        this.load = load;
        this.keywords = new KeywordReader(load);
        this.steps = new StepReader(load);
        this.roles = new RoleReader(load, steps);
        this.entries = new RoleEntries(load);
    }

    /**
     * @param outer the keywords of the import that brought the play in, or {@code null}
     * @param importedVars {@code vars:} of the imports; they win over those of the play
     */
    Optional<Play> play(
            YamlNode.Mapping mapping, @Nullable Context outer, Map<String, YamlNode.Entry> importedVars, Trail trail) {
        if (looksLikeTask(mapping)) {
            load.report(
                    Problem.of("this is a task, but a play is expected here")
                            .at(mapping.at())
                            .hint("put it under 'tasks:' of a play that says 'hosts:'"),
                    trail);
            return Optional.empty();
        }
        KeywordReader.Sorted sorted = keywords.sort(withoutUser(mapping), Place.PLAY, trail);
        sorted.rest().forEach(entry -> unknown(entry, trail));
        if (mapping.entry("hosts").isEmpty()) {
            load.report(
                    Problem.of("this play has no 'hosts'").at(mapping.at()).hint("say where it runs: 'hosts: all'"),
                    trail);
        }
        Keywords own = withVars(sorted.keywords(), importedVars, mapping);
        Path file = trail.file();
        Keywords contextual = own.without(Keyword.PRE_TASKS)
                .without(Keyword.TASKS)
                .without(Keyword.POST_TASKS)
                .without(Keyword.HANDLERS)
                .without(Keyword.ROLES);
        Context unfilled = new Context(outer, contextual, null, Map.of(), file);
        Keywords filled = new TagTemplates(load, trail).filled(contextual, unfilled);
        Context context = new Context(outer, filled, null, Map.of(), file);
        Scope scope = new Scope(context, trail, TaskFiles.folder(file), false, new ArrayList<>());
        List<Step> handlers = new ArrayList<>();
        List<Step> ofRoles = roles(own, scope, handlers);
        handlers.addAll(list(own, Keyword.HANDLERS, scope.asHandlers()));
        List<Step> preTasks = list(own, Keyword.PRE_TASKS, scope);
        List<Step> ofTasks = new ArrayList<>(ofRoles);
        ofTasks.addAll(list(own, Keyword.TASKS, scope));
        List<Step> postTasks = list(own, Keyword.POST_TASKS, scope);
        handlers.addAll(scope.importedHandlers());
        return own.get(Keyword.HOSTS)
                .map(hosts -> new Play(context, hosts, preTasks, ofTasks, postTasks, handlers, file, mapping.at()));
    }

    private List<Step> roles(Keywords own, Scope scope, List<Step> handlers) {
        List<Step> blocks = new ArrayList<>();
        own.get(Keyword.ROLES).ifPresent(list -> {
            for (RoleUse use : entries.uses(list, scope.trail())) {
                roles.role(use, use.name().at(), scope).ifPresent(fragment -> {
                    blocks.addAll(fragment.steps());
                    handlers.addAll(fragment.handlers());
                });
            }
        });
        return blocks;
    }

    private List<Step> list(Keywords own, Keyword keyword, Scope scope) {
        return own.get(keyword).orElse(null) instanceof YamlNode.Sequence list ? steps.steps(list, scope) : List.of();
    }

    private static boolean looksLikeTask(YamlNode.Mapping mapping) {
        List<String> names =
                mapping.entries().stream().map(YamlNode.Entry::name).toList();
        boolean ofPlay = Stream.of(Keyword.HOSTS, Keyword.TASKS, Keyword.ROLES)
                .map(Keyword::yaml)
                .anyMatch(names::contains);
        List<String> actions =
                names.stream().filter(name -> Keyword.of(name).isEmpty()).toList();
        return !ofPlay
                && actions.size() == 1
                && NearMiss.of(actions.getFirst(), KeywordReader.hintsFor(Place.PLAY))
                        .isEmpty();
    }

    private void unknown(YamlNode.Entry entry, Trail trail) {
        if (entry.name().equals("include")) {
            load.report(
                    Problem.of("'include' cannot stand in a play")
                            .at(entry.key().at())
                            .hint("use import_playbook"),
                    trail);
        } else if (load.knows(entry.name())) {
            load.report(
                    Problem.of("the module '" + entry.name() + "' cannot stand in a play")
                            .at(entry.key().at())
                            .hint("make it a task: put it under 'tasks:'"),
                    trail);
        } else {
            keywords.unknown(entry, Place.PLAY, trail);
        }
    }

    /** {@code user:} is what {@code remote_user:} was called once, and old playbooks still say it. */
    private static YamlNode.Mapping withoutUser(YamlNode.Mapping mapping) {
        return new YamlNode.Mapping(
                mapping.entries().stream()
                        .map(entry -> entry.name().equals("user")
                                ? new YamlNode.Entry(
                                        YamlNode.Scalar.of(
                                                "remote_user", entry.key().at()),
                                        entry.value())
                                : entry)
                        .toList(),
                mapping.at());
    }

    private static Keywords withVars(Keywords own, Map<String, YamlNode.Entry> imported, YamlNode.Mapping play) {
        if (imported.isEmpty()) {
            return own;
        }
        Map<String, YamlNode.Entry> all = new LinkedHashMap<>();
        List<YamlNode> given = own.get(Keyword.VARS)
                .map(vars -> vars instanceof YamlNode.Sequence list ? list.items() : List.of(vars))
                .orElse(List.of());
        for (YamlNode map : given) {
            if (map instanceof YamlNode.Mapping mapping) {
                mapping.entries().forEach(entry -> all.put(entry.name(), entry));
            }
        }
        all.putAll(imported);
        return own.with(Keyword.VARS, new YamlNode.Mapping(List.copyOf(all.values()), play.at()));
    }
}
