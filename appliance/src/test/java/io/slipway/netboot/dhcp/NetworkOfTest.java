package io.slipway.netboot.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Cables between this machine and namespaces, that are gone after the test. */
public final class NetworkOfTest {

    private final Path directory;
    private final String prefix = "s" + ProcessHandle.current().pid() % 100_000;
    private final List<String[]> undoing = new ArrayList<>();
    private int count;

    public NetworkOfTest(Path directory) {
        this.directory = directory;
    }

    /** A namespace of its own. */
    public String machine() throws Exception {
        String name = prefix + "n" + count++;
        must("ip", "netns", "add", name);
        undoing.addFirst(new String[] {"ip", "netns", "del", name});
        return name;
    }

    /**
     * A cable between two namespaces; an empty name is this machine.
     *
     * @return the names of its ends
     */
    public List<String> cable(String one, String other) throws Exception {
        List<String> ends = List.of(prefix + "a" + count, prefix + "b" + count++);
        must("ip", "link", "add", ends.getFirst(), "type", "veth", "peer", "name", ends.getLast());
        if (one.isEmpty()) {
            undoing.addFirst(new String[] {"ip", "link", "del", ends.getFirst()});
        } else {
            must("ip", "link", "set", ends.getFirst(), "netns", one);
        }
        must("ip", "link", "set", ends.getLast(), "netns", other);
        in(one, "ip", "link", "set", ends.getFirst(), "up");
        in(other, "ip", "link", "set", ends.getLast(), "up");
        return ends;
    }

    private static List<String> words(String machine, String... words) {
        List<String> all = new ArrayList<>();
        if (!machine.isEmpty()) {
            all.addAll(List.of("ip", "netns", "exec", machine));
        }
        all.addAll(List.of(words));
        return all;
    }

    /** Runs a program on a machine, and returns what it printed. */
    public String in(String machine, String... words) throws Exception {
        return must(words(machine, words).toArray(String[]::new));
    }

    /** A program that runs until the test ends. */
    public void keep(String machine, String... words) throws IOException {
        Process process = new ProcessBuilder(words(machine, words))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("kept").toFile()))
                .start();
        undoing.addFirst(new String[] {"kill", "-9", String.valueOf(process.pid())});
    }

    private String must(String... words) throws Exception {
        Path output = Files.createTempFile(directory, "output", "");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        String text = Files.readString(output);
        if (!ended) {
            process.destroyForcibly();
        }
        assertTrue(ended, "stuck: " + List.of(words) + "\n" + text);
        assertEquals(0, process.exitValue(), () -> List.of(words) + "\n" + text);
        return text;
    }

    /** Takes everything away again. */
    public void strike() throws Exception {
        for (String[] each : undoing) {
            new ProcessBuilder(each).redirectErrorStream(true).start().waitFor();
        }
    }
}
