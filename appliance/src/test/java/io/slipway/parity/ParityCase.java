package io.slipway.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One case, read from one file: first what it shows, in prose, then sections that begin with a line {@code -- name --}.
 *
 * <ul>
 *   <li>{@code ansible}: a session. Lines that begin with {@code $ } are commands, what follows each is what Ansible answered.
 *   <li>{@code slipway}: the session with Slipway's answers; only where they differ from Ansible's on purpose, and then {@code because}
 *       says why.
 *   <li>{@code words}: why the messages of tasks that fail are each tool's own; all else in their results is compared.
 *   <li>{@code here}: why the case can only be played where each node is this machine.
 *   <li>{@code nodes}: what the case changes beside its work folder, for which it can only be played on nodes that are thrown away.
 *   <li>{@code packages}: what its node must have, for which it gets one of its own: see {@link NodePackages}.
 *   <li>{@code machine}: that its node is a {@link Machine}, with a kernel and disks of its own; each line is a word for that kernel.
 *   <li>{@code tree}: what the session left in the nodes' work folders.
 *   <li>any other name: a file of the content.
 * </ul>
 */
record ParityCase(Path path, String prose, Map<String, String> sections) {

    private static final Pattern HEADING = Pattern.compile("^-- (\\S+) --\\n", Pattern.MULTILINE);
    private static final List<String> ANSWERS =
            List.of("ansible", "slipway", "because", "words", "here", "nodes", "packages", "machine", "tree");

    static final Path FOLDER = Path.of("src/test/parity").toAbsolutePath();

    static Stream<ParityCase> all() throws IOException {
        String wanted = System.getProperty("parity.case", "");
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files
                    .filter(file ->
                            file.toString().endsWith(".case") && file.toString().contains(wanted))
                    .sorted()
                    .map(ParityCase::read)
                    .toList()
                    .stream();
        }
    }

    static ParityCase read(Path path) {
        try {
            return parse(path, Files.readString(path));
        } catch (IOException unreadable) {
            throw new AssertionError(path + " cannot be read", unreadable);
        }
    }

    static ParityCase parse(Path path, String text) {
        Map<String, String> sections = new LinkedHashMap<>();
        Matcher heading = HEADING.matcher(text);
        String name = "";
        int from = 0;
        while (heading.find()) {
            sections.put(name, text.substring(from, heading.start()));
            name = heading.group(1);
            if (sections.containsKey(name)) {
                throw new AssertionError(path + ": two sections are named " + name);
            }
            from = heading.end();
        }
        sections.put(name, text.substring(from));
        String prose = sections.remove("");
        if (prose.isBlank() || !sections.containsKey("ansible")) {
            throw new AssertionError(
                    path + ": a case begins with a sentence and has a section 'ansible' with its commands");
        }
        return new ParityCase(path, prose, sections);
    }

    /** The case's name: its path below the folder of cases. */
    String name() {
        return FOLDER.relativize(path).toString();
    }

    /** The files of the content, by their paths. */
    Map<String, String> content() {
        Map<String, String> content = new LinkedHashMap<>(sections);
        ANSWERS.forEach(content::remove);
        return content;
    }

    List<String> commands() {
        List<String> commands = new ArrayList<>();
        for (String line : sections.get("ansible").lines().toList()) {
            if (line.startsWith("$ ")) {
                commands.add(line.substring(2));
            }
        }
        return commands;
    }

    /** The session as Slipway is to answer it. */
    String wanted() {
        return sections.getOrDefault("slipway", sections.get("ansible"));
    }

    /** Whether it can be played on nodes of a lab. */
    boolean isForLabNodes() {
        return !sections.containsKey("here");
    }

    /** Whether it can be played where each node is this machine, because it changes nothing but its work folder. */
    boolean isForThisMachine() {
        return !sections.containsKey("nodes") && !needsItsOwnNode();
    }

    /** Whether its node is its own, and thrown away after it. */
    boolean needsItsOwnNode() {
        return sections.containsKey("packages") || needsMachine();
    }

    boolean needsMachine() {
        return sections.containsKey("machine");
    }

    /** What the kernel of its machine is told. */
    List<String> kernelWords() {
        return sections.getOrDefault("machine", "").lines().toList();
    }

    NodePackages packages() {
        return NodePackages.parse(sections.getOrDefault("packages", ""));
    }

    boolean hasWordsOfItsOwn() {
        return sections.containsKey("words");
    }

    String tree() {
        return sections.getOrDefault("tree", "");
    }

    ParityCase with(String section, String text) {
        Map<String, String> changed = new LinkedHashMap<>(sections);
        if (text.isEmpty()) {
            changed.remove(section);
        } else {
            changed.put(section, text);
        }
        return new ParityCase(path, prose, changed);
    }

    String text() {
        StringBuilder text = new StringBuilder(prose);
        Map<String, String> ordered = content();
        ANSWERS.stream().filter(sections::containsKey).forEach(name -> ordered.put(name, sections.get(name)));
        ordered.forEach(
                (name, body) -> text.append("-- ").append(name).append(" --\n").append(body));
        return text.toString();
    }
}
