package io.slipway.cli.output;

import io.slipway.automation.config.OutputSettings;
import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.playbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** When each task began, and at the end which took longest; as Ansible's {@code profile_tasks} callback writes it. */
public final class ProfileOutput implements RunListener {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("EEEE dd MMMM yyyy  HH:mm:ss xx", Locale.ENGLISH);
    private static final int WIDTH = 79;
    private static final int NUMBER_WIDTH = 9;

    private final Paper paper;
    private final OutputSettings.Profile settings;
    private final ZoneId zone;
    private final Instant began;
    private Instant last;
    private final IdentityHashMap<Step.Task, Took> byTask = new IdentityHashMap<>();
    private final List<Took> tasks = new ArrayList<>();
    private @Nullable Took current;

    /** @param began when the command did */
    public ProfileOutput(Paper paper, OutputSettings.Profile settings, ZoneId zone, Instant began) {
        this.paper = paper;
        this.settings = settings;
        this.zone = zone;
        this.began = began;
        this.last = began;
    }

    private static final class Took {
        private final String name;
        private Instant since;
        private Duration total = Duration.ZERO;

        Took(String name, Instant since) {
            this.name = name;
            this.since = since;
        }
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.TaskStarted started) {
            turn(started.at());
            Took took = byTask.get(started.task());
            if (took == null) {
                took = new Took(started.name(), started.at());
                byTask.put(started.task(), took);
                tasks.add(took);
            }
            took.since = started.at();
            current = took;
        } else if (event instanceof RunEvent.PlaybookEnded ended) {
            turn(ended.at());
            summary();
        } else if (event instanceof RunEvent.RunEnded ended) {
            turn(ended.at());
            summary();
        }
    }

    @Override
    public boolean showsValues() {
        return false;
    }

    /** Ends the task before, and says what time it is. */
    private void turn(Instant now) {
        Took before = current;
        if (before != null) {
            before.total = before.total.plus(Duration.between(before.since, now));
        }
        current = null;
        paper.line(filled(
                "%s (%s)       %s "
                        .formatted(
                                CLOCK.format(now.atZone(zone)),
                                clock(Duration.between(last, now)),
                                clock(Duration.between(began, now))),
                '*'));
        last = now;
    }

    private static String clock(Duration time) {
        return "%d:%02d:%02d.%03d"
                .formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart(), time.toMillisPart());
    }

    private static String filled(String text, char fill) {
        return text + String.valueOf(fill).repeat(Math.max(3, WIDTH - text.length())) + " ";
    }

    private void summary() {
        paper.line(filled("", '='));
        Comparator<Took> byTime = Comparator.comparing(took -> took.total);
        List<Took> all = new ArrayList<>(tasks);
        if (!settings.order().equals("none")) {
            all.sort(settings.order().equals("descending") ? byTime.reversed() : byTime);
        }
        for (Took took : all.subList(0, Math.min(settings.limit(), all.size()))) {
            String seconds = " %.2fs".formatted(took.total.toMillis() / 1000.0);
            paper.line(dashed(took.name + " ", paper.columns() - NUMBER_WIDTH, false)
                    + dashed(seconds, NUMBER_WIDTH, true));
        }
    }

    private static String dashed(String text, int width, boolean right) {
        String dashes = "-".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
        return right ? dashes + text : text + dashes;
    }
}
