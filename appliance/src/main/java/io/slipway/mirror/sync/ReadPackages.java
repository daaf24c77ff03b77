package io.slipway.mirror.sync;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlNode;
import io.slipway.mirror.apt.closure.ClosureRequest;
import io.slipway.mirror.apt.control.ControlException;
import io.slipway.mirror.apt.control.Relation;
import io.slipway.mirror.apt.control.Relations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which packages a description asks for. */
final class ReadPackages {

    static final Set<String> KEYS = Set.of("packages", "base", "essential", "recommends", "kernels", "drivers");

    /** In the list of what every node has: what any system has. */
    private static final String SYSTEM = "system";

    private static final Set<String> ITEM_KEYS = Set.of("name", "newest");
    private static final int MOST_VERSIONS = 1000;

    private final Fields fields;
    private final List<Problem> problems;

    private ReadPackages(Fields fields, List<Problem> problems) {
        this.fields = fields;
        this.problems = problems;
    }

    static ClosureRequest read(Fields fields, List<Problem> problems) {
        return new ReadPackages(fields, problems).request();
    }

    private ClosureRequest request() {
        List<ClosureRequest.Item> base = items("base");
        List<ClosureRequest.Item> listed =
                base.stream().filter(item -> !item.toString().equals(SYSTEM)).toList();
        return new ClosureRequest(
                items("packages"),
                listed,
                listed.size() < base.size(),
                fields.flag("essential", false),
                fields.flag("recommends", false),
                new ClosureRequest.KernelRequest(words("kernels"), words("drivers")));
    }

    private List<ClosureRequest.Word> words(String key) {
        return fields.words(key).stream()
                .map(word -> new ClosureRequest.Word(word.text(), word.at()))
                .toList();
    }

    private List<ClosureRequest.Item> items(String key) {
        List<ClosureRequest.Item> items = new ArrayList<>();
        Optional<YamlNode> node = fields.node(key);
        List<YamlNode> entries = node.map(each -> each instanceof YamlNode.Sequence list ? list.items() : List.of(each))
                .orElse(List.of());
        for (YamlNode entry : entries) {
            switch (entry) {
                case YamlNode.Scalar word
                when word.value() != null -> item(word.text(), 0, word.at()).ifPresent(items::add);
                case YamlNode.Mapping mapping ->
                    Fields.of(mapping, "a package", ITEM_KEYS, problems)
                            .flatMap(this::item)
                            .ifPresent(items::add);
                default ->
                    problems.add(Problem.of("'" + key + "' must be text, not " + entry.kind())
                            .at(entry.at()));
            }
        }
        return items;
    }

    /** {@code {name: kubelet, newest: 3}}. */
    private Optional<ClosureRequest.Item> item(Fields item) {
        String name = item.required("name");
        Optional<String> newest = item.text("newest");
        if (newest.isPresent() && !isCount(newest.get())) {
            problems.add(Problem.of("'newest' must be a number from 1 to " + MOST_VERSIONS)
                    .at(item.at("newest")));
            return Optional.empty();
        }
        return name.isEmpty()
                ? Optional.empty()
                : item(name, newest.map(Integer::parseInt).orElse(0), item.at("name"));
    }

    private static boolean isCount(String text) {
        return text.matches("[0-9]{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST_VERSIONS;
    }

    /** {@code name}, {@code name=version} or {@code name=1.2*} as apt-get takes it, or {@code name (>= version)} as control files have it. */
    private Optional<ClosureRequest.Item> item(String text, int newest, Position at) {
        String[] exact = text.split("=", 2);
        boolean pinned = exact.length == 2 && !text.contains("(");
        boolean pattern = pinned && exact[1].contains("*");
        String relation = pinned && !pattern ? exact[0] + " (= " + exact[1] + ")" : pattern ? exact[0] : text;
        try {
            List<List<Relation>> groups = Relations.parse(relation, "", at);
            if (groups.size() == 1 && groups.getFirst().size() == 1) {
                return Optional.of(
                        new ClosureRequest.Item(groups.getFirst().getFirst(), pattern ? exact[1] : "", newest, at));
            }
            problems.add(Problem.of("'" + text + "' is not one package").at(at));
        } catch (ControlException e) {
            problems.addAll(e.problems());
        }
        return Optional.empty();
    }
}
