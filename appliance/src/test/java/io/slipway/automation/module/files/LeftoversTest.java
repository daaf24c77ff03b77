package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.shell.ReplaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell left that was killed before it could clean up: the next one that writes there takes it away, and nothing else. */
class LeftoversTest {

    /** Larger than any that Linux gives. */
    private static final long DEAD = 4_194_305;

    private FileFixture fixture;
    private String host;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        fixture = new FileFixture(folder);
        host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        fixture.write("tree/file", "there");
    }

    private void litter(String folder) {
        fixture.write(folder + ".slipway." + host + "." + DEAD + ".abcdefghij", "half a file");
        fixture.write(folder + ".slipway." + host + "." + DEAD + ".dir/script", "of a folder");
        fixture.write(
                folder + ".slipway." + host + "." + ProcessHandle.current().pid() + ".abc", "somebody is at it");
        fixture.write(folder + ".slipway.elsewhere." + DEAD + ".abc", "of another node");
        fixture.write(folder + ".slipway." + host + ".notes.txt", "no shell's");
    }

    private Set<String> found(String folder) throws IOException {
        try (Stream<Path> all = Files.list(fixture.path(folder))) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".slipway."))
                    .map(name -> name.substring(".slipway.".length()))
                    .collect(Collectors.toSet());
        }
    }

    private Set<String> others() {
        return Set.of(
                host + "." + ProcessHandle.current().pid() + ".abc", "elsewhere." + DEAD + ".abc", host + ".notes.txt");
    }

    private void sweeps(Module module, String... arguments) throws IOException {
        litter("");
        fixture.calls.run(module, (Object[]) arguments);
        assertEquals(others(), found(""));
    }

    @Test
    void goWhenAFileIsWritten() throws IOException {
        sweeps(new CopyModule(), "dest", fixture.at("new"), "content", "x");
        sweeps(new LineInFileModule(), "path", fixture.at("new"), "line", "y");
    }

    @Test
    void goWhenALinkIsMade() throws IOException {
        sweeps(new FileModule(), "path", fixture.at("link"), "src", "new", "state", "link", "force", "true");
    }

    @Test
    void goWhenASmallFileIsReplaced() throws IOException {
        litter("");
        fixture.shell.run(ReplaceFile.with(fixture.at("small"), "text", "644"));
        assertEquals(others(), found(""));
    }

    @Test
    void goFromEveryFolderOfATree() throws IOException {
        fixture.source("files", "tree/one/a", "a");
        fixture.source("files", "tree/two/b", "b");
        fixture.write("tree/one/a", "old");
        litter("tree/one/");
        litter("tree/");
        fixture.calls.run(new CopyModule(), "src", "tree", "dest", fixture.node.toString());
        assertEquals(others(), found("tree/one"));
    }
}
