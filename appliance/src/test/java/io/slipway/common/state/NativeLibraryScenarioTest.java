package io.slipway.common.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} leaves no copy of the driver's native library behind. */
@Tag("scenario")
class NativeLibraryScenarioTest {

    @TempDir
    Path directory;

    private Path home;
    private Path temporary;

    /** Opens the state of a home, says so, and waits to be killed. */
    static final class Child {
        public static void main(String[] arguments) throws IOException {
            try (StateDatabase database = StateDatabase.open(Path.of(arguments[0]))) {
                String answer = database.with("ask", connection -> "open");
                System.out.println(answer);
                System.out.println(System.in.read());
            }
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        home = directory.resolve("home");
        temporary = Files.createDirectory(directory.resolve("temporary"));
    }

    private void openAndKill() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        home.toString())
                .redirectError(directory.resolve("err").toFile())
                .start();
        try (var out = process.inputReader()) {
            assertEquals("open", out.readLine(), () -> read(directory.resolve("err")));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<Path> in(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void nothingPilesUp() throws Exception {
        openAndKill();
        List<Path> laid = in(home.resolve("native"));
        assertEquals(1, laid.size(), laid.toString());
        openAndKill();
        openAndKill();
        assertEquals(laid, in(home.resolve("native")));
        assertEquals(List.of(), in(temporary));
    }

    @Test
    void aLibraryThatCannotBeLoadedIsNoObstacle() throws Exception {
        openAndKill();
        Files.writeString(in(home.resolve("native")).getFirst(), "not a library");
        openAndKill();
        assertTrue(in(temporary).stream()
                .anyMatch(file -> file.getFileName().toString().startsWith("sqlite-")));
    }
}
