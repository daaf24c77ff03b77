package io.slipway.parity;

import io.slipway.common.ShellWords;
import io.slipway.common.template.Python;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a case is played: its content, an inventory of three nodes, and an empty work folder for each
 * ({@code work}, as a variable).
 */
final class Sandbox {

    private static final String INVENTORY = """
            [web]
            n1
            n2

            [db]
            n3
            """;

    private final Path content;
    private final Path work;
    private final Path home;
    private final Nodes nodes;

    private Sandbox(Path folder, Nodes nodes) {
        this.nodes = nodes;
        content = folder.resolve("content");
        work = folder.resolve("work");
        home = folder.resolve("home");
    }

    /** What a tool made of a case. */
    record Outcome(String session, String tree) {}

    static Outcome play(ParityCase parityCase, Tool tool, Nodes nodes, Path folder)
            throws IOException, InterruptedException {
        Sandbox sandbox = new Sandbox(folder, nodes);
        sandbox.layOut(parityCase);
        StringBuilder session = new StringBuilder();
        for (String command : parityCase.commands()) {
            session.append("$ ").append(command).append('\n').append(sandbox.answer(tool, command));
        }
        String said = session.toString();
        return new Outcome(parityCase.hasWordsOfItsOwn() ? Answer.withoutWords(said) : said, sandbox.tree());
    }

    private void layOut(ParityCase parityCase) throws IOException, InterruptedException {
        Files.createDirectories(home);
        Files.createDirectories(work.resolve("localhost"));
        nodes.prepare(work);
        Map<String, String> files = new TreeMap<>(parityCase.content());
        files.putIfAbsent("hosts", INVENTORY);
        files.putIfAbsent("ansible.cfg", "[defaults]\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = content.resolve(file.getKey()).normalize();
            if (!path.startsWith(content)) {
                throw new AssertionError(parityCase.path() + ": " + file.getKey() + " is outside of the case");
            }
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            if (file.getValue().startsWith("#!")) {
                Files.setPosixFilePermissions(path, Set.of(PosixFilePermission.values()));
            } else if (file.getKey().endsWith(".secret")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    private String answer(Tool tool, String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(ShellWords.split(command));
        Map<String, String> environment = environment();
        while (words.getFirst().matches("[A-Z][A-Z0-9_]*=.*")) {
            String[] setting = words.removeFirst().split("=", 2);
            environment.put(setting[0], setting[1].replace("$WORK", work.toString()));
        }
        String verb = words.removeFirst();
        List<String> arguments = new ArrayList<>();
        for (String written : words) {
            String word = written.replace("$WORK", work.toString());
            String file = word.startsWith("@") ? word.substring(1) : word;
            boolean named = !file.isEmpty() && !file.contains(",") && Files.exists(content.resolve(file));
            arguments.add(named ? word.substring(0, word.length() - file.length()) + content.resolve(file) : word);
        }
        if (!verb.equals("vault")) {
            if (!words.contains("-i") && !namesItsSources()) {
                arguments.addAll(List.of("-i", content.resolve("hosts").toString()));
            }
        }
        if (verb.equals("run") || verb.equals("exec")) {
            arguments.addAll(List.of("-f", "1"));
            arguments.addAll(nodes.arguments());
            arguments.addAll(List.of("-e", "{\"work\": \"" + work + "/{{ inventory_hostname }}\"}"));
        }
        return tool.answer(verb, arguments, environment).text(content, work);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", home.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("ANSIBLE_ASYNC_DIR", home.resolve("async").toString());
        environment.put("WORK", work.toString());
        environment.put("ANSIBLE_CONFIG", content.resolve("ansible.cfg").toString());
        return environment;
    }

    /** Whether the configuration of the case says where its hosts are. */
    private boolean namesItsSources() throws IOException {
        return Files.readString(content.resolve("ansible.cfg")).contains("\ninventory = ");
    }

    /** Every file below the work folders: path, mode, and its content or link target. */
    private String tree() throws IOException, InterruptedException {
        nodes.collect(work);
        StringBuilder tree = new StringBuilder();
        try (Stream<Path> walk = Files.walk(work)) {
            for (Path path : walk.sorted().toList()) {
                Path below = work.relativize(path);
                if (below.getNameCount() > 1) {
                    tree.append(Answer.withoutTime(below.toString()))
                            .append(' ')
                            .append(described(path))
                            .append('\n');
                }
            }
        }
        delete();
        return tree.toString();
    }

    private static String described(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path).getFileName();
        }
        String mode = Integer.toOctalString((int) Files.getAttribute(path, "unix:mode") & 07777);
        if (Files.isDirectory(path)) {
            return mode + " folder";
        }
        return mode + " " + (Files.isRegularFile(path) ? content(path) : "neither file nor folder");
    }

    private static String content(Path file) throws IOException {
        try {
            return Python.repr(Files.readString(file));
        } catch (MalformedInputException binary) {
            return "binary";
        }
    }

    private void delete() throws IOException {
        Files.walkFileTree(content.getParent(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, java.io.IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
