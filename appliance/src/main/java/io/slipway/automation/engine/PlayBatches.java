package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Play;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** A play from its host pattern to its end: chooses the hosts, cuts them into batches, and sends each batch through. */
final class PlayBatches {

    private final RunContext run;
    private final Play play;
    private final Selection selection;
    private final Set<String> gone = new HashSet<>();
    private List<PlayHost> batch = List.of();

    PlayBatches(RunContext run, Play play, Selection selection) {
        this.run = run;
        this.play = play;
        this.selection = selection;
    }

    /** @return whether the next play may begin */
    boolean run() {
        Map<String, YamlNode> answers = new Prompts(run).answers(play);
        Variables before = beforeAnyHost(answers);
        KeywordValues keywords = new KeywordValues(play.context(), play.at(), before);
        String pattern = pattern(play.hosts(), before);
        String name = name(before, pattern);
        Strategy strategy = Strategy.of(
                keywords.text(Keyword.STRATEGY).orElse(run.options().unsaid().strategy()), at(Keyword.STRATEGY));
        List<String> all = ordered(run.inventory().limited(pattern), keywords);
        Set<String> left = new LinkedHashSet<>(all);
        left.removeAll(run.lost());
        if (all.isEmpty()) {
            run.unfinished().pass(play);
            run.events().tell(new RunEvent.PlaySkipped(play, name));
            return true;
        }
        gone.addAll(all);
        left.forEach(gone::remove);
        PlayVariables variables = new PlayVariables(
                run, play, answers, new PlayMagic(play, name, all, () -> here(names(batch)), () -> here(all)));
        for (List<String> full : Serial.batches(all, keywords.value(Keyword.SERIAL), play.at())) {
            List<String> hosts = full.stream().filter(left::contains).toList();
            batch = hosts.stream().map(host -> new PlayHost(run.host(host))).toList();
            List<String> later = all.subList(all.indexOf(full.getLast()) + 1, all.size());
            run.unfinished()
                    .enter(
                            play,
                            selection::wants,
                            batch,
                            later.stream().filter(left::contains).toList());
            run.events()
                    .tell(new RunEvent.PlayStarted(
                            play, name, hosts, strategy.together(), run.clock().instant()));
            List<PlayRun> walks = walk(keywords, variables, strategy);
            remember();
            if (run.interruption().requested()
                    || walks.stream().anyMatch(PlayRun::broken)
                    || full.stream()
                            .allMatch(host -> hosts.contains(host) && run.lost().contains(host))) {
                return false;
            }
            if (walks.stream().anyMatch(PlayRun::endedPlay)) {
                return true;
            }
        }
        return true;
    }

    /** Sends the batch through: one walk with all hosts, or a walk for each. */
    private List<PlayRun> walk(KeywordValues keywords, PlayVariables variables, Strategy strategy) {
        Pace pace = new Pace(strategy, run.options().forks());
        if (strategy.together()) {
            PlayRun walk = new PlayRun(run, play, keywords, variables, selection, batch, batch, pace);
            walk.run();
            return List.of(walk);
        }
        if (play.keyword(Keyword.MAX_FAIL_PERCENTAGE).isPresent()) {
            run.events()
                    .warn(Problem.of("Using max_fail_percentage with the free strategy is not supported, as tasks are"
                            + " executed independently on each host"));
        }
        List<PlayRun> walks = new ArrayList<>();
        List<Selection> selections = new ArrayList<>();
        for (PlayHost host : batch) {
            Selection own = selection.ofOneHost();
            selections.add(own);
            walks.add(new PlayRun(run, play, keywords, variables, own, batch, List.of(host), pace));
        }
        new OnTheirOwn(run, pace).run(walks);
        selections.forEach(selection::learn);
        return walks;
    }

    private Position at(Keyword keyword) {
        return play.keyword(keyword).map(YamlNode::at).orElse(play.at());
    }

    private void remember() {
        for (PlayHost host : batch) {
            if (host.failed() || host.state() == PlayHost.State.UNREACHABLE) {
                run.lost().add(host.name());
                run.events().tell(new RunEvent.HostLost(host.name(), host.failure()));
            }
            if (!host.active()) {
                gone.add(host.name());
            }
        }
    }

    private static List<String> names(List<PlayHost> hosts) {
        return hosts.stream().map(PlayHost::name).toList();
    }

    /** Of these, those that are neither failed nor lost nor ended. */
    private List<String> here(List<String> hosts) {
        Set<String> out = batch.stream()
                .filter(host -> !host.active())
                .map(PlayHost::name)
                .collect(Collectors.toSet());
        return hosts.stream()
                .filter(host -> !gone.contains(host) && !out.contains(host))
                .toList();
    }

    /** The play's own variables, for what must be known before its hosts are. */
    private Variables beforeAnyHost(Map<String, YamlNode> answers) {
        PlayVariables own =
                new PlayVariables(run, play, answers, new PlayMagic(play, "", List.of(), List::of, List::of));
        return new Variables("localhost", own.withoutHost(), run.templating());
    }

    private static String pattern(YamlNode hosts, Variables before) {
        Object value = before.plain(hosts);
        return value instanceof List<?> list
                ? list.stream().map(Python::str).collect(Collectors.joining(","))
                : Python.str(value);
    }

    private String name(Variables before, String pattern) {
        Optional<YamlNode> written = play.keyword(Keyword.NAME);
        try {
            return written.map(before::plain)
                    .map(Python::str)
                    .filter(name -> !name.isEmpty())
                    .orElse(pattern);
        } catch (ProblemException undefined) {
            return written.map(YamlNode::toValue).map(Objects::toString).orElse(pattern);
        }
    }

    private List<String> ordered(List<String> hosts, KeywordValues keywords) {
        String order = keywords.text(Keyword.ORDER).orElse("inventory");
        List<String> sorted = new ArrayList<>(hosts);
        switch (order) {
            case "inventory" -> {}
            case "reverse_inventory" -> Collections.reverse(sorted);
            case "sorted" -> Collections.sort(sorted);
            case "reverse_sorted" -> sorted.sort(Collections.reverseOrder());
            case "shuffle" -> Collections.shuffle(sorted, new Random(run.clock().millis()));
            default ->
                throw new EngineException(Problem.of("'" + order + "' is not an order of hosts")
                        .at(play.at())
                        .hint("one of inventory, reverse_inventory, sorted, reverse_sorted, shuffle"));
        }
        return sorted;
    }
}
