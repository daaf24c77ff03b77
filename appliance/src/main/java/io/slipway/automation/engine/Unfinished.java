package io.slipway.automation.engine;

import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Step;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a run has begun and not ended, and what it has not begun, so that one that is cut short can say what it left behind. */
final class Unfinished {

    private final Map<String, String> running = new ConcurrentHashMap<>();
    private final Map<String, String> goingOn = new ConcurrentHashMap<>();
    private final Map<String, Integer> begun = new ConcurrentHashMap<>();
    private final List<Path> playbooks = new ArrayList<>();
    private final List<Play> plays = new ArrayList<>();
    private Scene scene = new Scene(List.of(), List.of(), new IdentityHashMap<>(), 0);

    /**
     * The present play.
     *
     * @param later hosts whose turn comes after the batch
     * @param places how many tasks are begun with this one, as they follow each other when nothing fails
     */
    private record Scene(
            List<PlayHost> batch, List<String> later, IdentityHashMap<Step.Task, Integer> places, int tasks) {}

    synchronized void expect(Collection<Path> coming) {
        playbooks.addAll(coming);
    }

    synchronized void open(Path playbook, List<Play> coming) {
        playbooks.remove(playbook);
        plays.addAll(coming);
    }

    @SuppressWarnings("ReferenceEquality") // this very play, and not one that says the same
    synchronized void pass(Play play) {
        plays.removeIf(coming -> coming == play);
        scene = new Scene(List.of(), List.of(), new IdentityHashMap<>(), 0);
    }

    /** @param wanted whether a task is to be done at all */
    synchronized void enter(Play play, Predicate<Step.Task> wanted, List<PlayHost> batch, List<String> later) {
        pass(play);
        begun.clear();
        IdentityHashMap<Step.Task, Integer> places = new IdentityHashMap<>();
        int tasks = Stream.of(play.preTasks(), play.tasks(), play.postTasks())
                .reduce(0, (before, steps) -> count(steps, true, before, wanted, places), Integer::sum);
        scene = new Scene(batch, later, places, tasks);
    }

    private static int count(
            List<Step> steps,
            boolean usual,
            int before,
            Predicate<Step.Task> wanted,
            IdentityHashMap<Step.Task, Integer> places) {
        int count = before;
        for (Step step : steps) {
            switch (step) {
                case Step.Task task -> {
                    count += usual && wanted.test(task) ? 1 : 0;
                    places.put(task, count);
                }
                case Step.Block block -> {
                    count = count(block.steps(), usual, count, wanted, places);
                    count = count(block.rescue(), false, count, wanted, places);
                    count = count(block.always(), usual, count, wanted, places);
                }
            }
        }
        return count;
    }

    void begin(String host, Step.Task task) {
        goingOn.remove(host);
        running.put(host, name(task));
        Integer place = scene().places.get(task);
        if (place != null) {
            begun.merge(host, place, Math::max);
        }
    }

    private synchronized Scene scene() {
        return scene;
    }

    /** What the running task of a host left to go on there by itself, such as {@code apt goes on at node1}. */
    void goesOn(String host, String what) {
        goingOn.put(host, what);
    }

    void end(String host) {
        running.remove(host);
    }

    private static String name(Step.Task task) {
        return task.name().map(YamlNode::toValue).map(Python::str).orElse(task.action());
    }

    synchronized NotDone report() {
        List<NotDone.Host> hosts = new ArrayList<>();
        scene.batch.stream().filter(PlayHost::active).map(this::left).forEach(hosts::add);
        scene.later.forEach(
                host -> hosts.add(new NotDone.Host(host, Optional.empty(), Optional.empty(), scene.tasks, List.of())));
        hosts.removeIf(NotDone.Host::isThrough);
        List<String> names = new ArrayList<>();
        plays.forEach(play -> names.add(name(play)));
        playbooks.forEach(playbook -> names.add(playbook.toString()));
        return new NotDone(hosts, names);
    }

    private NotDone.Host left(PlayHost host) {
        int left = scene.tasks - begun.getOrDefault(host.name(), 0);
        List<String> handlers = host.notices().stream()
                .map(handler -> TaskNames.written(handler.task()))
                .toList();
        return new NotDone.Host(
                host.name(),
                Optional.ofNullable(running.get(host.name())),
                Optional.ofNullable(goingOn.get(host.name())),
                left,
                handlers);
    }

    private static String name(Play play) {
        YamlNode name = play.keyword(Keyword.NAME).orElse(play.hosts());
        return Objects.toString(name.toValue());
    }
}
