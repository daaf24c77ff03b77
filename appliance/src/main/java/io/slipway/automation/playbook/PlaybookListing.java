package io.slipway.automation.playbook;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What {@code --list-hosts}, {@code --list-tasks} and {@code --list-tags} show, as {@code ansible-playbook} writes it. Where that prints
 * in no particular order (the hosts of a play, its own tags), this keeps the order of the inventory and of the file.
 */
public final class PlaybookListing {

    public enum Part {
        HOSTS,
        TASKS,
        TAGS
    }

    /**
     * What only the inventory and the variables can tell about a play.
     *
     * @param name templated; the patterns joined by commas when it has none
     * @param patterns {@code hosts:}, templated
     * @param hosts those that the patterns select
     */
    public record Head(String name, List<String> patterns, List<String> hosts) {}

    private final Set<Part> parts;
    private final TagSelection selection;
    private final Function<Play, Head> heads;

    public PlaybookListing(Set<Part> parts, TagSelection selection, Function<Play, Head> heads) {
        this.parts = Set.copyOf(parts);
        this.selection = selection;
        this.heads = heads;
    }

    /** @param playbook as the user named it */
    public String of(String playbook, List<Play> plays) {
        StringBuilder text = new StringBuilder("\nplaybook: ").append(playbook).append('\n');
        for (int i = 0; i < plays.size(); i++) {
            play(plays.get(i), i + 1, text);
        }
        return text.toString();
    }

    private void play(Play play, int number, StringBuilder text) {
        Head head = heads.apply(play);
        Set<String> own = new LinkedHashSet<>();
        play.context().all(Keyword.TAGS).forEach(tags -> own.addAll(TagSelection.tags(tags)));
        text.append("\n  play #%d (%s): %s\tTAGS: [%s]\n"
                .formatted(number, String.join(",", head.patterns()), head.name(), String.join(",", own)));
        if (parts.contains(Part.HOSTS)) {
            text.append("    pattern: [")
                    .append(head.patterns().stream()
                            .map(PlaybookListing::quoted)
                            .collect(Collectors.joining(", ")))
                    .append("]\n    hosts (")
                    .append(head.hosts().size())
                    .append("):\n");
            head.hosts().forEach(host -> text.append("      ").append(host).append('\n'));
        }
        Set<String> seen = new TreeSet<>(own);
        if (parts.contains(Part.TASKS)) {
            text.append("    tasks:\n");
        }
        List.of(play.preTasks(), play.tasks(), play.postTasks()).forEach(steps -> steps(steps, seen, text));
        if (parts.contains(Part.TAGS)) {
            text.append("      TASK TAGS: [").append(String.join(", ", seen)).append("]\n");
        }
    }

    /** A string as Python prints it in a list. */
    private static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
        return escaped.contains("'") && !escaped.contains("\"")
                ? '"' + escaped + '"'
                : '\'' + escaped.replace("'", "\\'") + '\'';
    }

    private void steps(List<Step> steps, Set<String> seen, StringBuilder text) {
        for (Step step : steps) {
            if (step instanceof Step.Block block) {
                steps(block.steps(), seen, text);
            } else if (step instanceof Step.Task task) {
                task(task, seen, text);
            }
        }
    }

    private void task(Step.Task task, Set<String> seen, StringBuilder text) {
        Set<String> tags = TagSelection.tags(task.context());
        if (!selection.selects(tags)) {
            return;
        }
        seen.addAll(tags);
        if (parts.contains(Part.TASKS)) {
            text.append("      ")
                    .append(shown(task))
                    .append("\tTAGS: [")
                    .append(String.join(", ", tags))
                    .append("]\n");
        }
    }

    /** With the role in front, but not for a task without a name, nor for an {@code include_role}. */
    private static String shown(Step.Task task) {
        String name = task.name()
                .map(given -> String.valueOf(given.toValue()))
                .filter(given -> !given.isEmpty())
                .orElse("");
        if (name.isEmpty()) {
            return task.action();
        }
        boolean plain = Actions.plain(task.action()).equals("include_role");
        return task.context()
                .currentRole()
                .filter(role -> !plain)
                .map(role -> role.name() + " : " + name)
                .orElse(name);
    }
}
