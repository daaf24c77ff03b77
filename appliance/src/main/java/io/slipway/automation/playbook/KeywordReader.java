package io.slipway.automation.playbook;

import static io.slipway.automation.playbook.Keyword.Place.BLOCK;
import static io.slipway.automation.playbook.Keyword.Place.HANDLER;
import static io.slipway.automation.playbook.Keyword.Place.TASK;

import io.slipway.automation.playbook.Keyword.Place;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sorts the keys of a play, block, task or role into keywords and the rest, and checks what the keywords are given. */
final class KeywordReader {

    private static final Map<String, String> RETIRED = Map.of(
            "sudo", "become",
            "sudo_user", "become_user",
            "su", "become",
            "su_user", "become_user",
            "always_run", "check_mode");
    private static final Set<String> LOOP_CONTROL =
            Set.of("loop_var", "index_var", "label", "pause", "extended", "extended_allitems", "break_when");
    private static final Set<String> ORDERS =
            Set.of("inventory", "sorted", "reverse_inventory", "reverse_sorted", "shuffle");
    private static final Set<String> PROMPT =
            Set.of("name", "prompt", "default", "private", "confirm", "encrypt", "salt_size", "salt", "unsafe");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Load load;
    private final TemplateCheck templates;

    KeywordReader(Load load) {
        this.load = load;
        this.templates = new TemplateCheck(load);
    }

    /** @param rest entries whose keys are no keywords at all */
    record Sorted(Keywords keywords, List<YamlNode.Entry> rest) {}

    Sorted sort(YamlNode.Mapping mapping, Place place, Trail trail) {
        Map<Keyword, YamlNode> keywords = new EnumMap<>(Keyword.class);
        List<YamlNode.Entry> rest = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            Optional<Keyword> keyword = Keyword.of(entry.name());
            if (keyword.isEmpty() || isModule(entry, keyword.get(), place)) {
                rest.add(entry);
            } else if (!keyword.get().allowedIn(place)) {
                load.report(misplaced(entry, keyword.get(), place), trail);
            } else if (isGiven(entry, keyword.get(), trail)) {
                check(keyword.get(), entry, trail);
                templates.keyword(keyword.get(), entry.value(), trail);
                keywords.put(keyword.get(), entry.value());
            }
        }
        return new Sorted(new Keywords(keywords), rest);
    }

    /** {@code gather_facts} is a keyword of plays and a module, too; a mere yes or no in a task was meant for the play. */
    private boolean isModule(YamlNode.Entry entry, Keyword keyword, Place place) {
        boolean step = place == TASK || place == HANDLER;
        boolean flag = entry.value() instanceof YamlNode.Scalar scalar && scalar.value() instanceof Boolean;
        return step && !keyword.allowedIn(place) && !flag && load.knows(entry.name());
    }

    /** Reports a key that means nothing at this place. */
    void unknown(YamlNode.Entry entry, Place place, Trail trail) {
        String name = entry.name();
        Problem problem = Problem.of("'" + name + "' is not a keyword of " + words(place))
                .at(entry.key().at());
        String retired = RETIRED.get(name);
        if (retired != null) {
            problem = problem.because("it was replaced long ago").hint("use '" + retired + "'");
        } else if (place == BLOCK && name.startsWith("with_")) {
            problem = problem.because("a block cannot be repeated")
                    .hint("put the steps into a file, and repeat an include_tasks of it");
        } else {
            problem = problem.hint(NearMiss.hint(name, hintsFor(place)));
        }
        load.report(problem, trail);
    }

    /** What somebody may have meant who wrote an unknown key. Where a task can stand, a block can. */
    static List<String> hintsFor(Place place) {
        boolean step = place == TASK || place == HANDLER;
        return Arrays.stream(Keyword.values())
                .filter(k -> k.allowedIn(place) || (step && k == Keyword.BLOCK_))
                .map(Keyword::yaml)
                .toList();
    }

    private boolean isGiven(YamlNode.Entry entry, Keyword keyword, Trail trail) {
        if (!(entry.value() instanceof YamlNode.Scalar scalar) || scalar.value() != null) {
            return true;
        }
        if (keyword == Keyword.TAGS || keyword == Keyword.HOSTS || keyword == Keyword.REGISTER) {
            load.report(
                    Problem.of("'" + keyword.yaml() + "' has no value")
                            .at(entry.key().at()),
                    trail);
        }
        return false;
    }

    private static Problem misplaced(YamlNode.Entry entry, Keyword keyword, Place place) {
        String homes = Arrays.stream(Place.values())
                .filter(keyword::allowedIn)
                .filter(home -> home != HANDLER || !keyword.allowedIn(TASK))
                .map(KeywordReader::words)
                .collect(Collectors.joining(" or "));
        String hint = switch (keyword) {
            case HOSTS -> "a playbook is brought in by import_playbook, beside the plays";
            case LOOP -> "put the steps into a file, and repeat an include_tasks of it";
            case WHEN -> "put it on the tasks, or on a block around them";
            default -> "";
        };
        return Problem.of("'" + entry.name() + "' cannot stand in " + words(place))
                .at(entry.key().at())
                .because("it belongs to " + homes)
                .hint(hint);
    }

    private void check(Keyword keyword, YamlNode.Entry entry, Trail trail) {
        YamlNode value = entry.value();
        Optional<String> objection = ValueKind.of(keyword).objection(value);
        if (objection.isPresent()) {
            load.report(
                    Problem.of("'" + keyword.yaml() + "' " + objection.get()).at(value.at()), trail);
            return;
        }
        switch (keyword) {
            case LOOP_CONTROL -> keysOf(value, LOOP_CONTROL, "loop_control", trail);
            case ORDER -> oneOf(value, ORDERS, "order", trail);
            case VARS_PROMPT -> prompts((YamlNode.Sequence) value, trail);
            case HOSTS -> hosts(entry, trail);
            case VARS -> variables(value, trail);
            case MODULE_DEFAULTS -> actionGroups(value, trail);
            default -> {}
        }
    }

    private void variables(YamlNode value, Trail trail) {
        for (YamlNode.Entry entry : entries(value)) {
            if (!VARIABLE.matcher(entry.name()).matches()) {
                load.report(
                        Problem.of("'" + entry.name() + "' cannot be the name of a variable")
                                .at(entry.key().at())
                                .because("a name is made of letters, digits and underscores,"
                                        + " and starts with no digit"),
                        trail);
            }
        }
    }

    private void actionGroups(YamlNode value, Trail trail) {
        for (YamlNode.Entry entry : entries(value)) {
            if (entry.name().startsWith(ActionGroups.PREFIX)) {
                load.library
                        .groups()
                        .objection(entry.name().substring(ActionGroups.PREFIX.length()))
                        .ifPresent(problem -> load.report(problem.at(entry.key().at()), trail));
            }
        }
    }

    /** Of a mapping, or of all mappings in a list. */
    private static List<YamlNode.Entry> entries(YamlNode value) {
        List<YamlNode> maps = value instanceof YamlNode.Sequence list ? list.items() : List.of(value);
        return maps.stream()
                .filter(YamlNode.Mapping.class::isInstance)
                .flatMap(map -> ((YamlNode.Mapping) map).entries().stream())
                .toList();
    }

    private void hosts(YamlNode.Entry entry, Trail trail) {
        boolean empty = entry.value() instanceof YamlNode.Scalar scalar
                ? scalar.text().isBlank()
                : entry.value() instanceof YamlNode.Sequence list
                        && list.items().isEmpty();
        if (empty) {
            load.report(
                    Problem.of("'hosts' is empty").at(entry.value().at()).hint("name hosts or groups, or 'all'"),
                    trail);
        }
    }

    private void oneOf(YamlNode value, Set<String> choices, String what, Trail trail) {
        if (value instanceof YamlNode.Scalar scalar && !Templates.in(scalar) && !choices.contains(scalar.text())) {
            load.report(
                    Problem.of("'" + scalar.text() + "' is not a value of '" + what + "'")
                            .at(scalar.at())
                            .because("it takes one of "
                                    + choices.stream().sorted().collect(Collectors.joining(", ")))
                            .hint(NearMiss.hint(scalar.text(), choices)),
                    trail);
        }
    }

    private void prompts(YamlNode.Sequence list, Trail trail) {
        for (YamlNode item : list.items()) {
            if (!(item instanceof YamlNode.Mapping prompt) || prompt.get("name").isEmpty()) {
                load.report(
                        Problem.of("an entry of 'vars_prompt' must be a mapping with a 'name'")
                                .at(item.at()),
                        trail);
            } else {
                keysOf(prompt, PROMPT, "vars_prompt", trail);
            }
        }
    }

    /** Refuses keys of a mapping that are not among the known ones. */
    void keysOf(YamlNode value, Set<String> known, String what, Trail trail) {
        if (!(value instanceof YamlNode.Mapping mapping)) {
            return;
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!known.contains(entry.name())) {
                load.report(
                        Problem.of("'" + entry.name() + "' is not an option of '" + what + "'")
                                .at(entry.key().at())
                                .because("it takes " + known.stream().sorted().collect(Collectors.joining(", ")))
                                .hint(NearMiss.hint(entry.name(), known)),
                        trail);
            }
        }
    }

    static String words(Place place) {
        return switch (place) {
            case PLAY -> "a play";
            case ROLE -> "a role";
            case BLOCK -> "a block";
            case TASK -> "a task";
            case HANDLER -> "a handler";
        };
    }
}
