package io.slipway.automation.playbook;

import io.slipway.automation.playbook.Keyword.Place;
import io.slipway.automation.playbook.Step.Loop;
import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one task: which action, with which arguments, under which keywords. */
final class TaskReader {

    /** The lookups that {@code with_} can repeat over, for hints; those of collections have a dot in their name. */
    private static final Set<String> LOOKUPS = Set.of(
            "items",
            "list",
            "dict",
            "flattened",
            "together",
            "nested",
            "cartesian",
            "subelements",
            "sequence",
            "lines",
            "file",
            "fileglob",
            "filetree",
            "first_found",
            "indexed_items",
            "random_choice",
            "inventory_hostnames",
            "ini",
            "csvfile",
            "env",
            "pipe",
            "template",
            "url",
            "vars",
            "varnames",
            "password",
            "config",
            "unvault");

    private final Load load;
    private final KeywordReader keywords;
    private final ArgumentReader arguments;

    TaskReader(Load load) {
        this.load = load;
        this.keywords = new KeywordReader(load);
        this.arguments = new ArgumentReader(load);
    }

    /** The task, or empty when it was refused: then the mistakes are noted. */
    Optional<Step.Task> read(YamlNode.Mapping mapping, Scope scope) {
        Place place = scope.handlers() ? Place.HANDLER : Place.TASK;
        KeywordReader.Sorted sorted = keywords.sort(mapping, place, scope.trail());
        List<YamlNode.Entry> candidates = new ArrayList<>();
        List<Loop> loops = new ArrayList<>();
        sorted.keywords().get(Keyword.LOOP).ifPresent(items -> loops.add(new Loop("loop", items)));
        for (YamlNode.Entry entry : sorted.rest()) {
            if (entry.name().startsWith("with_")) {
                loop(entry, scope.trail()).ifPresent(loops::add);
            } else {
                candidates.add(entry);
            }
        }
        if (loops.size() > 1) {
            load.report(
                    Problem.of("a task can be repeated over one thing only")
                            .at(loops.get(1).items().at())
                            .because("this one has " + described(loops.get(0)) + " and " + described(loops.get(1))),
                    scope.trail());
        }
        Optional<Call> call = call(mapping, sorted.keywords(), candidates, place, scope);
        return call.map(found -> task(found, sorted.keywords(), loops, mapping, scope));
    }

    private Step.Task task(Call call, Keywords given, List<Loop> loops, YamlNode.Mapping mapping, Scope scope) {
        Keywords own = new TagTemplates(load, scope.trail())
                .filled(given, scope.context())
                .without(Keyword.LOOP)
                .without(Keyword.ACTION)
                .without(Keyword.LOCAL_ACTION)
                .without(Keyword.ARGS);
        if (call.local) {
            own = own.with(Keyword.DELEGATE_TO, YamlNode.Scalar.of("localhost", call.at));
        }
        Map<String, YamlNode> all = new LinkedHashMap<>();
        given.get(Keyword.ARGS).ifPresent(args -> all.putAll(arguments.ofArgs(call.action, args, scope.trail())));
        all.putAll(call.arguments);
        arguments.checkCommand(call.action, all, call.at, scope.trail());
        new TemplateCheck(load).arguments(call.action, all, scope.trail());
        return new Step.Task(
                scope.context().inner(own),
                call.action,
                Collections.unmodifiableMap(all),
                loops.stream().findFirst(),
                mapping.at());
    }

    private Optional<Loop> loop(YamlNode.Entry entry, Trail trail) {
        String lookup = entry.name().substring("with_".length());
        if (entry.value() instanceof YamlNode.Scalar scalar && scalar.value() == null) {
            load.report(
                    Problem.of("'" + entry.name() + "' has no value")
                            .at(entry.key().at()),
                    trail);
            return Optional.empty();
        }
        if (!LOOKUPS.contains(lookup) && !lookup.contains(".")) {
            load.report(
                    Problem.of("there is no lookup '" + lookup + "' for '" + entry.name() + "'")
                            .at(entry.key().at())
                            .hint(NearMiss.of(lookup, LOOKUPS)
                                    .map(near -> "did you mean 'with_" + near + "'?")
                                    .orElse("")),
                    trail);
            return Optional.empty();
        }
        new TemplateCheck(load).templates(entry.value(), trail);
        return Optional.of(new Loop(lookup, entry.value()));
    }

    private static String described(Loop loop) {
        return loop.lookup().equals("loop") ? "'loop'" : "'with_" + loop.lookup() + "'";
    }

    /** An action and what it was given, before {@code args:} is added. */
    private record Call(String action, Map<String, YamlNode> arguments, boolean local, Position at) {}

    private Optional<Call> call(
            YamlNode.Mapping mapping, Keywords given, List<YamlNode.Entry> candidates, Place place, Scope scope) {
        List<String> named = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        for (Keyword keyword : List.of(Keyword.ACTION, Keyword.LOCAL_ACTION)) {
            given.get(keyword).ifPresent(value -> {
                Optional<ArgumentReader.Action> action = arguments.ofActionKeyword(keyword, value, scope.trail());
                named.add(action.map(ArgumentReader.Action::name).orElse(keyword.yaml()));
                action.ifPresent(found -> calls.add(
                        new Call(found.name(), found.arguments(), keyword == Keyword.LOCAL_ACTION, value.at())));
            });
        }
        List<YamlNode.Entry> unknown = new ArrayList<>();
        for (YamlNode.Entry entry : candidates) {
            if (load.knows(entry.name(), scope.context())) {
                named.add(entry.name());
                calls.add(new Call(
                        entry.name(),
                        arguments.ofModule(entry, scope.trail()),
                        false,
                        entry.key().at()));
            } else {
                unknown.add(entry);
            }
        }
        if (named.size() > 1) {
            load.report(
                    Problem.of("conflicting action statements: " + String.join(", ", named))
                            .at(mapping.at())
                            .because("a task does one thing")
                            .hint("make two tasks of it"),
                    scope.trail());
        }
        reportUnknown(unknown, named, mapping, place, scope.trail());
        return calls.stream().findFirst();
    }

    private void reportUnknown(
            List<YamlNode.Entry> unknown, List<String> named, YamlNode.Mapping mapping, Place place, Trail trail) {
        boolean found = !named.isEmpty();
        for (YamlNode.Entry entry : unknown) {
            boolean keyword =
                    NearMiss.of(entry.name(), KeywordReader.hintsFor(place)).isPresent();
            if (found || keyword) {
                keywords.unknown(entry, place, trail);
            } else {
                found = true;
                load.report(unknownModule(entry), trail);
            }
        }
        if (!found && unknown.isEmpty()) {
            load.report(
                    Problem.of("this task has no action")
                            .at(mapping.at())
                            .because("none of its keys is the name of a module"),
                    trail);
        }
    }

    private Problem unknownModule(YamlNode.Entry entry) {
        String name = entry.name();
        List<String> all = new ArrayList<>(load.modules.all());
        all.addAll(Actions.names());
        Optional<String> near =
                NearMiss.of(name, all).or(() -> NearMiss.of(name.substring(name.lastIndexOf('.') + 1), all));
        return Problem.of("unknown module '" + name + "'")
                .at(entry.key().at())
                .hint(LeftOutModules.instead(name)
                        .or(() -> near.map(module -> "did you mean '" + module + "'?"))
                        .orElse(""));
    }
}
