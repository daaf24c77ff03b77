package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which steps {@code --tags} and {@code --skip-tags} let run. {@code all}, {@code tagged} and {@code untagged} stand for steps with
 * any, some or no tags; a step tagged {@code always} runs unless that is skipped, and one tagged {@code never} runs only when one of
 * its tags is asked for.
 *
 * @param only run what has one of these; empty for all
 * @param skip but not what has one of these
 */
public record TagSelection(Set<String> only, Set<String> skip) {

    /** Everything but {@code never}. */
    public static final TagSelection ALL = of(List.of(), List.of());

    public TagSelection {
        only = Set.copyOf(only);
        skip = Set.copyOf(skip);
    }

    /** From options as given on a command line: each may hold several tags, separated by commas. */
    public static TagSelection of(List<String> only, List<String> skip) {
        return new TagSelection(split(only), split(skip));
    }

    private static Set<String> split(List<String> options) {
        Set<String> tags = new LinkedHashSet<>();
        for (String option : options) {
            Arrays.stream(option.split(","))
                    .map(String::strip)
                    .filter(tag -> !tag.isEmpty())
                    .forEach(tags::add);
        }
        return tags;
    }

    /** @param tags all that the step has, inherited ones too */
    public boolean selects(Collection<String> tags) {
        Set<String> has = tags.isEmpty() ? Set.of("untagged") : Set.copyOf(tags);
        return wants(has, !tags.isEmpty()) && !skips(has, !tags.isEmpty());
    }

    private boolean wants(Set<String> has, boolean tagged) {
        boolean all = only.isEmpty() || only.contains("all");
        return has.contains("always")
                || (all && !has.contains("never"))
                || has.stream().anyMatch(only::contains)
                || (only.contains("tagged") && tagged && !has.contains("never"));
    }

    private boolean skips(Set<String> has, boolean tagged) {
        if (skip.contains("all")) {
            return !has.contains("always") || skip.contains("always");
        }
        return has.stream().anyMatch(skip::contains) || (skip.contains("tagged") && tagged);
    }

    /** The tags of a place with those of everything around it, as written, sorted. */
    public static Set<String> tags(Context context) {
        Set<String> all = new TreeSet<>();
        context.all(Keyword.TAGS).forEach(value -> all.addAll(tags(value)));
        return all;
    }

    /** The tags in the value of one {@code tags:}: a list, or names separated by commas. */
    public static Set<String> tags(YamlNode value) {
        Set<String> tags = new LinkedHashSet<>();
        switch (value) {
            case YamlNode.Scalar scalar -> tags.addAll(split(List.of(scalar.text())));
            case YamlNode.Sequence list ->
                list.items().forEach(item -> {
                    if (item instanceof YamlNode.Scalar tag) {
                        tags.add(tag.text());
                    }
                });
            case YamlNode.Mapping mapping -> {}
        }
        return tags;
    }
}
