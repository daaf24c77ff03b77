package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.ssh.RealSshd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection to a real sshd is cut while a large file is on its way, there or back: the next run brings the rest, and only that. */
@Tag("scenario")
@Timeout(120)
class ContinuedTransferScenarioTest {

    private static final int SIZE = 65 << 20;
    private static final int SOME = 3 << 20;
    private static final Pattern RESUMED = Pattern.compile("\"?resumed_at\"?: ([0-9]+)");

    private static final Pattern SHELL = Pattern.compile("\\.slipway\\..*\\.([0-9]+)\\.part-.*");

    @TempDir
    private Path folder;

    private Path taken;
    private Path large;
    private RealSshd sshd;
    private SlowWay way;
    private Slipway slipway;

    @BeforeEach
    void start() throws Exception {
        slipway = new Slipway(Files.createDirectory(folder.resolve("home")));
        sshd = new RealSshd(Files.createDirectory(folder.resolve("sshd")));
        way = new SlowWay("127.0.0.1", sshd.port());
        taken = Files.createDirectory(folder.resolve("taken"));
        byte[] bytes = new byte[SIZE];
        new Random(5).nextBytes(bytes);
        large = Files.write(folder.resolve("large"), bytes);
    }

    @AfterEach
    void stop() throws Exception {
        way.close();
        sshd.stop();
    }

    private String[] task(String module, String name, String variables) throws IOException {
        Path inventory = Files.writeString(folder.resolve(name + ".ini"), "node " + variables + "\n");
        String flat = module.equals("fetch") ? " flat=yes" : "";
        String arguments = "src=" + large + " dest=" + taken.resolve("large") + flat;
        return new String[] {"exec", "all", "-i", inventory.toString(), "-m", module, "-a", arguments};
    }

    private boolean someHasCome() throws IOException {
        try (Stream<Path> files = Files.list(taken)) {
            for (Path file : files.toList()) {
                if (Files.size(file) > SOME) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The node hears of the cut after this side, and lets go of the part then. */
    private boolean someShellHoldsIt() throws IOException {
        try (Stream<Path> files = Files.list(taken)) {
            return files.map(file -> SHELL.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .anyMatch(name -> Files.exists(Path.of("/proc", name.group(1))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "fetch"})
    void bringsTheRest(String module) throws Exception {
        String direct = sshd.variables("");
        String slow = direct.replace("ansible_port=" + sshd.port(), "ansible_port=" + way.port())
                .replace("-o UserKnownHostsFile", "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o Tag");
        Process first = slipway.begin(task(module, "slow", slow));
        while (first.isAlive() && !someHasCome()) {
            Thread.sleep(20);
        }
        way.cut();
        String said = new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(4, first.waitFor(), said);
        assertTrue(said.contains("unknown"), said);
        while (someShellHoldsIt()) {
            Thread.sleep(20);
        }

        Slipway.Said second = slipway.run(task(module, "direct", direct));
        assertEquals(0, second.status(), second.all());
        Matcher resumed = RESUMED.matcher(second.out());
        assertTrue(resumed.find() && Integer.parseInt(resumed.group(1)) >= SOME, second.all());
        assertEquals(-1, Files.mismatch(large, taken.resolve("large")));
        try (Stream<Path> left = Files.list(taken)) {
            assertEquals(1, left.count());
        }
    }
}
