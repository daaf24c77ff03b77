package io.slipway.cli.output;

import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.playbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Tells at the bottom of a terminal which hosts a run still waits for, what they do, and for how long they have. */
public final class BusyHosts implements RunListener {

    /** What is done sooner needs no telling. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final long PAUSE_NANOS = 200_000_000;

    private record Work(String host, String task, Instant since) {}

    private final RunListener printers;
    private final BottomLine line;
    private final Paper paper;
    private final InstantSource clock;
    private final IdentityHashMap<Step.Task, String> names = new IdentityHashMap<>();
    private final Map<String, Work> busy = new HashMap<>();
    private int hosts;
    private boolean ended;

    /** @param printers hear every event when the line is out of their way */
    public BusyHosts(List<RunListener> printers, BottomLine line, Paper paper, InstantSource clock) {
        this.printers = RunListener.all(List.copyOf(printers));
        this.line = line;
        this.paper = paper;
        this.clock = clock;
    }

    /** Keeps the line true until the run ends. */
    public BusyHosts following() {
        Thread.ofVirtual().start(() -> {
            while (redraw()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
        return this;
    }

    @Override
    public synchronized void on(RunEvent event) {
        switch (event) {
            case RunEvent.PlayStarted play -> {
                hosts = play.hosts().size();
                names.clear();
                busy.clear();
            }
            case RunEvent.TaskStarted task -> names.put(task.task(), task.name());
            case RunEvent.HostBegan(Step.Task task, String host) ->
                busy.computeIfAbsent(host, name -> new Work(name, names.getOrDefault(task, ""), clock.instant()));
            case RunEvent.TaskDone done -> busy.remove(done.result().host());
            case RunEvent.RunEnded _ -> {
                busy.clear();
                ended = true;
            }
            default -> {}
        }
        line.takeAway();
        printers.on(event);
    }

    @Override
    public boolean showsValues() {
        return printers.showsValues();
    }

    /** @return whether the run goes on */
    synchronized boolean redraw() {
        List<Work> longest = busy.values().stream()
                .sorted(Comparator.comparing(Work::since).thenComparing(Work::host))
                .toList();
        Instant now = clock.instant();
        if (!longest.isEmpty() && longest.getFirst().since().plus(PATIENCE).isBefore(now)) {
            String text = text(longest, now);
            String fitting = text.substring(0, Math.min(text.length(), paper.columns()));
            line.show(paper.styled(Style.FAINT, fitting));
        }
        return !ended;
    }

    private String text(List<Work> longest, Instant now) {
        boolean together = longest.stream().map(Work::task).distinct().count() == 1;
        String start = longest.size() + " of " + hosts + " busy"
                + (together ? " with " + shortened(longest.getFirst().task()) : "") + ": ";
        StringBuilder text = new StringBuilder(start);
        int told = 0;
        for (Work work : longest) {
            String one = (told == 0 ? "" : ", ") + work.host() + " " + (together ? "" : shortened(work.task()) + " ")
                    + time(Duration.between(work.since(), now));
            String more = told + 1 == longest.size() ? "" : ", " + (longest.size() - told - 1) + " more";
            if (told > 0 && text.length() + one.length() + more.length() > paper.columns()) {
                return text + ", " + (longest.size() - told) + " more";
            }
            text.append(one);
            told++;
        }
        return text.toString();
    }

    private String shortened(String task) {
        String plain = task.strip().replaceAll("\\p{Cntrl}", " ");
        int most = Math.max(8, paper.columns() / 3);
        return plain.length() <= most ? plain : plain.substring(0, most - 1) + "…";
    }

    private static String time(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
