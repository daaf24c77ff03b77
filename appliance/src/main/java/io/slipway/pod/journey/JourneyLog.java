package io.slipway.pod.journey;

import io.slipway.common.state.JourneyTable;
import io.slipway.common.state.JourneyTable.Journey;
import io.slipway.common.state.JourneyTable.Mark;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The journey of a pod as it is written down: each stage on each node before it is begun, and again when it is done or has failed. */
public final class JourneyLog {

    private static final String BEGUN = "begun";
    private static final String DONE = "done";
    private static final String FAILED = "failed";
    private static final String UNREACHABLE = "unreachable";

    private final JourneyTable table;
    private final String pod;
    private final InstantSource clock;

    /** @param pod its name, which tells the pods of a home apart */
    public JourneyLog(JourneyTable table, String pod, InstantSource clock) {
        this.table = table;
        this.pod = pod;
        this.clock = clock;
    }

    /** The journey that was made last, or is under way. */
    public Optional<Journey> last() {
        return table.journey(pod);
    }

    /** The journey that goes on: none when the last one came to its end, or was made with other content. */
    public Optional<Journey> underWay(String content) {
        return last().filter(
                        journey -> journey.ended() == null && journey.content().equals(content));
    }

    Journey begin(String content) {
        return table.begin(pod, content, clock.instant());
    }

    void end(Journey journey) {
        table.end(journey, clock.instant());
    }

    /** What is written of a node's stages: when it failed at which, and which it has done. */
    record Page(Map<Stage, Mark> marks, long journey) {

        /** Those in their order up to the first that is not done, or was done before the one that comes before it was done again. */
        Set<Stage> done() {
            EnumSet<Stage> done = EnumSet.noneOf(Stage.class);
            Instant before = Instant.MIN;
            for (Stage stage : Stage.values()) {
                @Nullable Mark mark = marks.get(stage);
                if (mark == null
                        || mark.journey() != journey
                        || !mark.outcome().equals(DONE)
                        || mark.time().isBefore(before)) {
                    break;
                }
                before = mark.time();
                done.add(stage);
            }
            return done;
        }

        boolean once(Stage stage) {
            return marks.containsKey(stage) && marks.get(stage).done() != null;
        }

        Optional<Trouble> trouble() {
            return marks.entrySet().stream()
                    .filter(entry -> entry.getValue().journey() == journey)
                    .filter(entry -> List.of(FAILED, UNREACHABLE)
                            .contains(entry.getValue().outcome()))
                    .map(entry -> trouble(entry.getKey(), entry.getValue()))
                    .max(Comparator.comparing(Trouble::since));
        }

        private static Trouble trouble(Stage stage, Mark mark) {
            return new Trouble(stage, mark.time(), new Loss(mark.outcome().equals(UNREACHABLE), mark.cause()));
        }
    }

    /** By node. A node of which nothing is written is not there. */
    Map<String, Page> pages(long journey) {
        Map<String, Map<Stage, Mark>> marks = new HashMap<>();
        for (Mark mark : table.marks(pod)) {
            Stage.named(mark.stage())
                    .ifPresent(stage -> marks.computeIfAbsent(mark.node(), name -> new HashMap<>())
                            .put(stage, mark));
        }
        Map<String, Page> pages = new HashMap<>();
        marks.forEach((node, its) -> pages.put(node, new Page(its, journey)));
        return pages;
    }

    void begun(Journey journey, Stage stage, Collection<String> nodes) {
        write(nodes, node -> mark(journey, stage, node, BEGUN, ""));
    }

    void done(Journey journey, Stage stage, Collection<String> nodes) {
        write(nodes, node -> mark(journey, stage, node, DONE, ""));
    }

    void lost(Journey journey, Stage stage, Map<String, Loss> lost) {
        write(lost.keySet(), node -> {
            Loss loss = lost.getOrDefault(node, new Loss(false, ""));
            return mark(journey, stage, node, loss.unreachable() ? UNREACHABLE : FAILED, loss.cause());
        });
    }

    private void write(Collection<String> nodes, Function<String, Mark> mark) {
        table.mark(pod, nodes.stream().map(mark).toList());
    }

    private Mark mark(Journey journey, Stage stage, String node, String outcome, String cause) {
        Instant now = clock.instant();
        return new Mark(
                node, stage.toString(), journey.number(), outcome, now, cause, outcome.equals(DONE) ? now : null);
    }
}
