package io.slipway.pod.journey;

import io.slipway.common.state.JourneyTable.Journey;
import io.slipway.pod.journey.NextMove.Terms;
import java.util.List;
import java.util.Optional;

/**
 * Where a pod is, and what would be done next. Asks no node.
 *
 * @param last the journey of which this tells; none before the first
 * @param moves what would be done, if all of it went well; the last is a {@link Move.Rest}
 */
public record Outlook(Optional<Journey> last, Way way, List<Standing> standings, List<Move> moves) {

    /** What {@code slipway up} would do with the journey. */
    public enum Way {
        /** There was none. */
        BEGINS,
        /** It goes on with the one that is under way. */
        GOES_ON,
        /** The last one came to its end: every node is looked at again. */
        AGAIN,
        /** The inventory or the playbooks are others than they were. */
        CHANGED
    }

    /**
     * @param content what the next journey would be made with
     * @param anew whether it is to begin in any case
     * @param installs whether nodes that do not answer are to be installed
     */
    public static Outlook of(LookAtPod look, JourneyLog log, String content, boolean anew, boolean installs) {
        Optional<Journey> last = log.last();
        Way way = way(last, content, anew);
        List<Standing> now = look.now(last.map(Journey::number).orElse(0L), LookAtPod.Sitting.NONE);
        List<Standing> first =
                way == Way.GOES_ON ? now : look.now(last.map(Journey::number).orElse(0L) + 1, LookAtPod.Sitting.NONE);
        return new Outlook(last, way, now, Foretell.moves(first, new Terms(installs, true)));
    }

    private static Way way(Optional<Journey> last, String content, boolean anew) {
        if (last.isEmpty()) {
            return Way.BEGINS;
        }
        if (!last.get().content().equals(content)) {
            return Way.CHANGED;
        }
        return anew || last.get().ended() != null ? Way.AGAIN : Way.GOES_ON;
    }
}
