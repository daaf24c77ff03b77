package io.slipway.automation.inventory;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an inventory in INI form: {@code [group]}, {@code [group:children]} and {@code [group:vars]}, hosts with ranges and variables.
 * All mistakes of a file are reported together.
 */
final class IniInventory {

    private static final Pattern SECTION =
            Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?\\]\\s*(?:#.*)?", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern NAME = Pattern.compile("([^:\\]\\s]+)\\s*(?:#.*)?");

    private final Path file;
    private final InventoryBuilder inventory;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Position> awaitedForVars = new LinkedHashMap<>();
    private final Map<String, List<Wish>> awaitedChildren = new LinkedHashMap<>();
    private String group = InventoryBuilder.UNGROUPED;
    private String kind = "hosts";

    /** That a group shall have a child that is not declared yet. */
    private record Wish(String parent, Position at) {}

    private IniInventory(Path file, InventoryBuilder inventory) {
        this.file = file;
        this.inventory = inventory;
    }

    static void read(Path file, String text, InventoryBuilder inventory) {
        IniInventory ini = new IniInventory(file, inventory);
        String[] lines = text.split("\\r\\n|\\n|\\r", -1);
        for (int i = 0; i < lines.length; i++) {
            try {
                ini.line(lines[i], i + 1);
            } catch (InventoryException e) {
                ini.problems.addAll(e.problems());
            }
        }
        ini.reportAwaited();
        if (!ini.problems.isEmpty()) {
            throw new InventoryException(ini.problems);
        }
    }

    private void line(String raw, int number) {
        String line = raw.strip();
        if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
            return;
        }
        Position at = new Position(file.toString(), number, raw.indexOf(line) + 1);
        Matcher section = SECTION.matcher(line);
        if (section.matches()) {
            section(section.group(1), Optional.ofNullable(section.group(2)), at);
        } else if (line.startsWith("[") && line.endsWith("]")) {
            throw new InventoryException(Problem.of("'" + line + "' is no section")
                    .at(at)
                    .hint("write [group], [group:children] or [group:vars], without blanks"));
        } else {
            switch (kind) {
                case "hosts" -> hosts(line, at);
                case "vars" -> variable(line, at);
                default -> child(line, at);
            }
        }
    }

    private void section(String name, Optional<String> given, Position at) {
        Set<String> kinds = Set.of("hosts", "children", "vars");
        group = name;
        kind = given.orElse("hosts");
        boolean known = kinds.contains(kind);
        boolean news = !inventory.hasGroup(group);
        if (known && news) {
            inventory.addGroup(group);
            if (kind.equals("vars") && !awaitedChildren.containsKey(group)) {
                awaitedForVars.put(group, at);
            }
        }
        if (!kind.equals("vars")) {
            awaitedForVars.remove(group);
            for (Wish wish : Optional.ofNullable(awaitedChildren.remove(group)).orElse(List.of())) {
                inventory.addChild(wish.parent, group, wish.at);
            }
        }
        if (!known) {
            String unknown = kind;
            kind = "hosts";
            throw new InventoryException(Problem.of("the section [" + name + ":" + unknown + "] is of no known type")
                    .at(at)
                    .because("there are [group], [group:children] and [group:vars]")
                    .hint(NearMiss.hint(unknown, kinds)));
        }
    }

    private void hosts(String line, Position at) {
        List<IniWords.Word> words = IniWords.split(line, at);
        if (words.isEmpty()) {
            return;
        }
        Hosts hosts = Hosts.of(words.getFirst().text(), words.getFirst().at());
        inventory.addHosts(hosts.names(), hosts.port(), group, file, at);
        for (IniWords.Word word : words.subList(1, words.size())) {
            int equals = word.text().indexOf('=');
            if (equals < 0) {
                throw new InventoryException(Problem.of("'" + word.text() + "' is no variable of a host")
                        .at(word.at())
                        .because("what follows the name of a host is written as name=value"));
            }
            String name = word.text().substring(0, equals);
            YamlNode value = PythonLiteral.parse(word.text().substring(equals + 1), word.at());
            hosts.names().forEach(host -> inventory.setHostVariable(host, name, value));
        }
    }

    private void variable(String line, Position at) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw new InventoryException(Problem.of("'" + line + "' is no variable of a group")
                    .at(at)
                    .because("in [" + group + ":vars] each line is name=value"));
        }
        inventory.setGroupVariable(
                group,
                line.substring(0, equals).strip(),
                PythonLiteral.parse(line.substring(equals + 1).strip(), at));
    }

    private void child(String line, Position at) {
        Matcher name = NAME.matcher(line);
        if (!name.matches()) {
            throw new InventoryException(Problem.of("'" + line + "' is no name of a group")
                    .at(at)
                    .because("in [" + group + ":children] each line names a group"));
        }
        String child = name.group(1);
        if (inventory.hasGroup(child)) {
            inventory.addChild(group, child, at);
        } else {
            awaitedChildren.computeIfAbsent(child, key -> new ArrayList<>()).add(new Wish(group, at));
        }
    }

    /** Groups that were spoken of but never declared. */
    private void reportAwaited() {
        List<String> names = inventory.groups().stream().map(g -> g.name).toList();
        awaitedForVars.forEach((name, at) -> problems.add(Problem.of("there is no group '" + name + "'")
                .at(at)
                .because("[" + name + ":vars] needs a section that declares it")
                .hint(NearMiss.hint(
                        name, names.stream().filter(n -> !n.equals(name)).toList()))));
        awaitedChildren.forEach((child, wishes) -> {
            Wish wish = wishes.getFirst();
            problems.add(Problem.of("there is no group '" + child + "'")
                    .at(wish.at)
                    .because("[" + wish.parent + ":children] names it")
                    .hint(NearMiss.hint(child, names)));
        });
    }
}
