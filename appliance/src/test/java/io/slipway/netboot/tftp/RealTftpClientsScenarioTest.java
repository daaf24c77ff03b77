package io.slipway.netboot.tftp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Debian's clients fetch is what was offered: {@code curl}, {@code tftp} of tftp-hpa, and {@code atftp}, which knows windows. */
@Tag("scenario")
class RealTftpClientsScenarioTest {

    /** More blocks than 16 bits count, at 512 bytes each. */
    private static final int LONG = 34_000_000;

    @TempDir
    Path directory;

    private final List<TftpEvent> events = Collections.synchronizedList(new ArrayList<>());
    private TftpServer server;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(directory.resolve("tftp"));
        server = TftpServer.start(
                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                new OfferedDirectory(directory.resolve("tftp")),
                new TftpSettings(32, Duration.ofMillis(500), 6, 100),
                events::add);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path offer(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(directory.resolve("tftp/file" + size), bytes);
    }

    private String port() {
        return String.valueOf(server.address().getPort());
    }

    private Path got() {
        return directory.resolve("got");
    }

    private int run(String... words) throws Exception {
        Files.deleteIfExists(got());
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "stuck: " + Arrays.toString(words));
        return process.exitValue();
    }

    private int curl(String name, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("curl", "-sS", "-o", got().toString()));
        words.addAll(List.of(options));
        words.add("tftp://127.0.0.1:" + port() + "/" + name);
        return run(words.toArray(String[]::new));
    }

    private int tftp(String mode, String name) throws Exception {
        return run("tftp", "-m", mode, "127.0.0.1", port(), "-c", "get", name, got().toString());
    }

    private int atftp(String name, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("atftp"));
        for (String option : options) {
            words.addAll(List.of("--option", option));
        }
        words.addAll(List.of("-g", "-r", name, "-l", got().toString(), "127.0.0.1", port()));
        return run(words.toArray(String[]::new));
    }

    private void assertGot(Path file, int exit) throws IOException {
        assertEquals(0, exit, Files.readString(directory.resolve("output")));
        assertEquals(-1, Files.mismatch(file, got()), "it differs");
    }

    @Test
    void filesOfEverySizeAroundThatOfABlock() throws Exception {
        for (int size : new int[] {0, 1, 511, 512, 513, 1024, 100_000}) {
            Path file = offer(size);
            String name = file.getFileName().toString();
            if (size > 0) {
                assertGot(file, curl(name)); // of no server does curl take an empty file
            }
            assertGot(file, tftp("binary", name));
            assertGot(file, atftp(name));
            assertGot(file, atftp(name, "blksize 1468", "windowsize 4"));
        }
    }

    @Test
    void moreBlocksThan16BitsCount() throws Exception {
        Path file = offer(LONG);
        String name = file.getFileName().toString();
        assertGot(file, curl(name, "--tftp-blksize", "512"));
        assertGot(file, atftp(name, "blksize 512", "windowsize 16"));
    }

    @Test
    void aWindowOfEachSize() throws Exception {
        Path file = offer(3_000_000);
        for (String window : List.of("1", "2", "7", "16", "32", "64")) {
            assertGot(file, atftp(file.getFileName().toString(), "blksize 1468", "windowsize " + window));
        }
    }

    @Test
    void textInTheModeForText() throws Exception {
        Path text = directory.resolve("tftp/text");
        Files.write(text, "one\ntwo\r\nthree\n".repeat(500).getBytes(US_ASCII));
        assertGot(text, tftp("ascii", "text"));
    }

    @Test
    void whatIsNotThereOrOutsideIsRefused() throws Exception {
        Files.writeString(directory.resolve("secret"), "secret");
        assertFalse(curl("nothing") == 0);
        assertFalse(curl("../secret", "--path-as-is") == 0);
        assertFalse(curl("..%5csecret") == 0);
        assertFalse(
                run("curl", "-sS", "-T", directory.resolve("secret").toString(), "tftp://127.0.0.1:" + port() + "/new")
                        == 0);
        assertFalse(Files.exists(directory.resolve("tftp/new")));
    }
}
