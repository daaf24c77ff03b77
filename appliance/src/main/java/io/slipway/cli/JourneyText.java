package io.slipway.cli;

import io.slipway.common.state.JourneyTable.Journey;
import io.slipway.pod.journey.Loss;
import io.slipway.pod.journey.Move;
import io.slipway.pod.journey.Outlook;
import io.slipway.pod.journey.Standing;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A journey in words, and as a document. */
final class JourneyText {

    private static final int NAMED = 6;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private JourneyText() {}

    static String of(Move move) {
        return switch (move) {
            case Move.Reach(List<String> nodes) -> "see who answers: " + names(nodes);
            case Move.Arm(List<String> nodes) -> "have installed with their next boot: " + names(nodes);
            case Move.Await(List<String> nodes) -> "wait for their installation: " + names(nodes);
            case Move.Play play ->
                play.stage().playbook() + " on " + names(play.nodes())
                        + (play.gaining().equals(play.nodes()) ? "" : ", for " + names(play.gaining()));
            case Move.Rest rest -> "nothing more";
        };
    }

    private static String names(List<String> nodes) {
        String some = String.join(", ", nodes.subList(0, Math.min(NAMED, nodes.size())));
        return nodes.size() > NAMED ? some + " and " + (nodes.size() - NAMED) + " more" : some;
    }

    /** @param held why nodes go no further, as far as it is known */
    static List<String> table(List<Standing> standings, Map<String, Loss> held) {
        List<String> lines = new ArrayList<>();
        for (Standing node : standings) {
            String why = held.containsKey(node.node())
                    ? held.getOrDefault(node.node(), new Loss(false, "")).cause()
                    : node.trouble()
                            .map(trouble -> "at '" + trouble.at() + "' " + TIME.format(trouble.since()) + ": "
                                    + trouble.loss().cause())
                            .orElse("");
            lines.add("%-20s %-11s %-11s %s"
                    .formatted(node.node(), role(node), node.step(), why)
                    .stripTrailing());
        }
        return lines;
    }

    private static String role(Standing node) {
        return node.role().name().toLowerCase(Locale.ROOT);
    }

    static List<String> of(Outlook outlook) {
        List<String> lines = new ArrayList<>(table(outlook.standings(), Map.of()));
        lines.add("");
        lines.add(headline(outlook));
        lines.addAll(moves(outlook.moves()));
        return lines;
    }

    private static String headline(Outlook outlook) {
        return switch (outlook.way()) {
            case BEGINS -> "'slipway up' would begin:";
            case GOES_ON -> "'slipway up' would go on with what was begun " + began(outlook) + ":";
            case AGAIN ->
                outlook.last().map(Journey::ended).isPresent()
                        ? "the pod is up since "
                                + outlook.last()
                                        .map(Journey::ended)
                                        .map(TIME::format)
                                        .orElse("") + "; 'slipway up' would look at every node again:"
                        : "'slipway up' would look at every node again:";
            case CHANGED ->
                "the inventory or the playbooks have changed since " + began(outlook)
                        + "; 'slipway up' would look at every node again:";
        };
    }

    private static String began(Outlook outlook) {
        return outlook.last().map(Journey::began).map(TIME::format).orElse("");
    }

    static List<String> moves(List<Move> moves) {
        List<String> lines = new ArrayList<>();
        for (Move move : moves) {
            switch (move) {
                case Move.Rest(Map<String, Loss> held) ->
                    held.forEach((node, loss) -> lines.add("  not " + node + ": " + loss.cause()));
                default -> lines.add("  " + of(move));
            }
        }
        return lines;
    }

    static Map<String, @Nullable Object> document(Outlook outlook) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("journey", outlook.last().map(JourneyText::document).orElse(null));
        all.put("way", outlook.way().name().toLowerCase(Locale.ROOT));
        all.put("nodes", outlook.standings().stream().map(JourneyText::document).toList());
        all.put(
                "next",
                outlook.moves().stream()
                        .filter(move -> !(move instanceof Move.Rest))
                        .map(JourneyText::document)
                        .toList());
        Map<String, Object> held = new LinkedHashMap<>();
        if (outlook.moves().getLast() instanceof Move.Rest(Map<String, Loss> losses)) {
            losses.forEach((node, loss) -> held.put(node, loss.cause()));
        }
        all.put("held", held);
        return all;
    }

    private static Map<String, @Nullable Object> document(Journey journey) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("number", journey.number());
        fields.put("began", journey.began().toString());
        fields.put(
                "ended",
                Optional.ofNullable(journey.ended()).map(Instant::toString).orElse(null));
        return fields;
    }

    private static Map<String, @Nullable Object> document(Standing node) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", node.node());
        fields.put("role", role(node));
        fields.put("step", node.step());
        fields.put("boot", node.boot().toString());
        node.trouble().ifPresent(trouble -> {
            Map<String, Object> its = new LinkedHashMap<>();
            its.put("stage", trouble.at().toString());
            its.put("since", trouble.since().toString());
            its.put("unreachable", trouble.loss().unreachable());
            its.put("cause", trouble.loss().cause());
            fields.put("trouble", its);
        });
        return fields;
    }

    private static Map<String, @Nullable Object> document(Move move) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        switch (move) {
            case Move.Reach(List<String> nodes) -> put(fields, "reach", nodes);
            case Move.Arm(List<String> nodes) -> put(fields, "install", nodes);
            case Move.Await(List<String> nodes) -> put(fields, "wait", nodes);
            case Move.Play play -> {
                put(fields, "play", play.nodes());
                fields.put("playbook", play.stage().playbook());
                fields.put("stage", play.stage().toString());
                fields.put("for", play.gaining());
            }
            case Move.Rest rest -> {}
        }
        return fields;
    }

    private static void put(Map<String, @Nullable Object> fields, String move, List<String> nodes) {
        fields.put("move", move);
        fields.put("nodes", nodes);
    }
}
