package io.slipway.pod.journey;

import io.slipway.netboot.boot.NodeState;
import io.slipway.pod.journey.NextMove.Terms;
import java.util.ArrayList;
import java.util.List;

/** All moves of a sitting that would go well, up to its rest. */
final class Foretell {

    private Foretell() {}

    static List<Move> moves(List<Standing> pod, Terms terms) {
        List<Move> moves = new ArrayList<>();
        List<Standing> now = pod;
        Move next = NextMove.of(now, terms);
        while (!(next instanceof Move.Rest)) {
            moves.add(next);
            now = after(next, now);
            next = NextMove.of(now, terms);
        }
        moves.add(next);
        return moves;
    }

    private static List<Standing> after(Move move, List<Standing> pod) {
        return pod.stream().map(node -> after(move, node)).toList();
    }

    private static Standing after(Move move, Standing node) {
        return switch (move) {
            case Move.Reach(List<String> nodes) -> nodes.contains(node.node()) ? node.after(Stage.REACHED) : node;
            case Move.Await(List<String> nodes) -> nodes.contains(node.node()) ? node.after(Stage.REACHED) : node;
            case Move.Arm(List<String> nodes) -> nodes.contains(node.node()) ? node.booting(NodeState.ARMED) : node;
            case Move.Play play -> play.nodes().contains(node.node()) ? node.after(play.stage()) : node;
            case Move.Rest rest -> node;
        };
    }
}
