package io.slipway.cli;

import io.slipway.automation.playbook.Step;
import io.slipway.common.state.CutShort;
import io.slipway.common.state.Notice;
import io.slipway.common.state.Run;
import io.slipway.common.state.RunRecord;
import io.slipway.common.state.StepRecord;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What earlier runs of the same playbooks left behind that did not come to their end, and how to say it. */
final class Owed {

    private static final int SHOWN = 10;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final List<CutShort> runs;
    private final List<Notice> open = new ArrayList<>();
    private final List<StepRecord> unknown = new ArrayList<>();

    Owed(List<CutShort> runs) {
        this.runs = List.copyOf(runs);
        for (CutShort one : runs) {
            open.addAll(one.notices());
            unknown.addAll(one.unknown());
        }
    }

    private static String story(RunRecord run) {
        String end = Optional.ofNullable(run.ended())
                .map(at -> "was broken off at " + TIME.format(at))
                .orElse("was killed");
        return "'" + run.commandLine() + "', begun at " + TIME.format(run.started()) + ", " + end;
    }

    /** A task as the journal names it: its name as written and where it stands, whatever the working directory. */
    static Run.Task named(Step.Task task) {
        String name = task.name().map(node -> String.valueOf(node.toValue())).orElse(task.action());
        String file = Path.of(task.at().source()).toAbsolutePath().normalize().toString();
        return new Run.Task(
                name, file + ":" + task.at().line() + ":" + task.at().column());
    }

    /** In a file that was edited meanwhile a task may have moved; one without a name can't be told from others then. */
    private static boolean same(Step.Task task, Run.Task then) {
        Run.Task now = named(task);
        boolean sameFile = file(now.place()).equals(file(then.place()));
        return now.name().equals(then.name())
                && (now.place().equals(then.place()) || (task.name().isPresent() && sameFile));
    }

    private static String file(String place) {
        return place.replaceFirst(":\\d+:\\d+$", "");
    }

    /** Runs of which nobody has been told since. */
    List<CutShort> news() {
        return runs.stream().filter(one -> !one.followed()).toList();
    }

    /** What the user is to know before anything is done. */
    List<String> report() {
        List<String> lines = new ArrayList<>();
        for (CutShort one : runs) {
            if (!one.followed() && !one.unknown().isEmpty()) {
                lines.add(story(one.run())
                        + "; what these steps did is unknown (those that notify handlers will do so when this"
                        + " run comes to them, even if they find nothing to change):");
                steps(one.unknown()).forEach(lines::add);
            }
            handlers(one.notices())
                    .forEach((name, hosts) -> lines.add("'" + name + "' was notified on "
                            + String.join(", ", hosts) + " and has not run: " + story(one.run())
                            + "; it runs when this run comes to it"));
        }
        return lines;
    }

    private static Map<String, Set<String>> handlers(List<Notice> notices) {
        Map<String, Set<String>> hosts = new LinkedHashMap<>();
        notices.forEach(notice -> hosts.computeIfAbsent(notice.handler().name(), name -> new TreeSet<>())
                .add(notice.host()));
        return hosts;
    }

    private static Stream<String> steps(List<StepRecord> unknown) {
        Stream<String> shown = unknown.stream()
                .limit(SHOWN)
                .map(step -> "  unknown: [" + step.host() + "] " + step.task() + " (" + step.place() + ")");
        int more = unknown.size() - SHOWN;
        return more > 0 ? Stream.concat(shown, Stream.of("  and " + more + " more")) : shown;
    }

    /** The notices of a handler on a host that a task gave, which are open no longer. */
    List<Notice> take(String host, Step.Task by, Step.Task handler) {
        return take(notice -> notice.host().equals(host) && same(by, notice.by()) && same(handler, notice.handler()));
    }

    /** The notices of a handler on a host, which are open no longer. */
    List<Notice> take(String host, Step.Task handler) {
        return take(notice -> notice.host().equals(host) && same(handler, notice.handler()));
    }

    private List<Notice> take(Predicate<Notice> wanted) {
        List<Notice> taken = open.stream().filter(wanted).toList();
        open.removeAll(taken);
        return taken;
    }

    /** Whether an earlier run left this step unknown. */
    boolean doubts(String host, Step.Task task) {
        return unknown.stream().anyMatch(step -> is(step, host, task));
    }

    /** The steps that an earlier run left unknown and that are this one, which are unknown no longer. */
    List<StepRecord> settle(String host, Step.Task task) {
        List<StepRecord> settled =
                unknown.stream().filter(step -> is(step, host, task)).toList();
        unknown.removeAll(settled);
        return settled;
    }

    private static boolean is(StepRecord step, String host, Step.Task task) {
        return step.host().equals(host) && same(task, new Run.Task(step.task(), step.place()));
    }
}
