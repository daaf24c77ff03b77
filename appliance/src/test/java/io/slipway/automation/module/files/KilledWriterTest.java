package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.ReplaceFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The node's shell and all that it started die of {@code kill -9}, before and after every single program that a module runs there: the file
 * is wholly old or wholly new, with everything that belongs to it, and the next run finds nothing that it does not clean up.
 */
@Tag("full")
class KilledWriterTest {

    /** What the scripts of these modules call. */
    private static final List<String> PROGRAMS = List.of(
            "mktemp",
            "cp",
            "chmod",
            "chown",
            "chgrp",
            "cat",
            "stat",
            "sync",
            "mv",
            "sha1sum",
            "readlink",
            "head",
            "ln");

    private static final String OLD = "old line\n".repeat(40_000);

    private static final String LABEL = "label";

    private FileFixture on;
    private Path counter;
    private Path victim;

    @TempDir
    Path folder;

    private enum Way {
        COPY,
        COPY_ON_NODE,
        COPY_TREE,
        TEMPLATE,
        LINE,
        BLOCK,
        REPLACE_FILE;

        void run(FileFixture on) {
            String path = on.at("file");
            switch (this) {
                case COPY -> on.calls.run(new CopyModule(), "src", "new", "dest", path, "mode", "0640");
                case COPY_ON_NODE ->
                    on.calls.run(
                            new CopyModule(),
                            "src",
                            on.root + "/files/new",
                            "dest",
                            path,
                            "remote_src",
                            true,
                            "mode",
                            "0640");
                case COPY_TREE ->
                    on.calls.run(new CopyModule(), "src", "tree/", "dest", on.node.toString(), "mode", "0640");
                case TEMPLATE ->
                    on.calls.run(new TemplateModule(Clock.systemUTC()), "src", "new", "dest", path, "mode", "0640");
                case LINE -> on.calls.run(new LineInFileModule(), "path", path, "line", "x", "mode", "0640");
                case BLOCK -> on.calls.run(new BlockInFileModule(), "path", path, "block", "x", "mode", "0640");
                case REPLACE_FILE -> on.shell.run(ReplaceFile.with(path, "new\n".repeat(20_000), "640"));
            }
        }
    }

    @BeforeEach
    void start() {
        Path programs = folder.resolve("programs");
        counter = folder.resolve("count");
        victim = folder.resolve("victim");
        for (String program : PROGRAMS) {
            LocalNode.fakeCommand(programs, program, """
                    PATH=${PATH#*:}
                    n=$(($(cat '%1$s') + 1))
                    echo "$n" >'%1$s'
                    if [ "$n" = "$(cat '%2$s')" ]; then kill -KILL 0; fi
                    if [ "-$n" = "$(cat '%2$s')" ]; then %3$s "$@"; kill -KILL 0; fi
                    exec %3$s "$@"
                    """.formatted(counter, victim, program));
        }
        on = new FileFixture(folder, new LocalNode("setsid", "-w", "sh").commands(programs));
        on.source("files", "new", "new\n".repeat(80_000));
        on.source("files", "tree/file", "new\n".repeat(80_000));
        on.source("templates", "new", "new\n".repeat(80_000));
    }

    private void old() throws IOException {
        on.write("file", OLD);
        Files.setPosixFilePermissions(on.path("file"), PosixFilePermissions.fromString("rw-r--r--"));
        labels().write(LABEL, ByteBuffer.wrap(LABEL.getBytes(StandardCharsets.UTF_8)));
    }

    private UserDefinedFileAttributeView labels() {
        return Files.getFileAttributeView(on.path("file"), UserDefinedFileAttributeView.class);
    }

    /** @return how many programs it came to run */
    private int runKilledAt(Way way, int program) throws IOException {
        Files.writeString(counter, "0\n");
        Files.writeString(victim, program + "\n");
        try {
            way.run(on);
        } catch (ModuleFailure killed) {
            assertTrue(killed.getMessage().contains("137"), killed.getMessage());
        }
        return Integer.parseInt(Files.readString(counter).strip());
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsWhollyOldOrWhollyNew(Way way) throws IOException {
        old();
        int programs = runKilledAt(way, 0);
        String changed = on.read("file");
        Set<String> seen = new HashSet<>();
        for (int sign : List.of(1, -1)) {
            for (int program = 1; program <= programs; program++) {
                old();
                runKilledAt(way, sign * program);
                String now = on.read("file");
                assertTrue(now.equals(OLD) || now.equals(changed), "half a file, killed at " + sign * program);
                if (way != Way.REPLACE_FILE) {
                    assertEquals(now.equals(OLD) ? "0644" : "0640", on.mode("file"), "killed at " + sign * program);
                }
                assertEquals(List.of(LABEL), labels().list(), "killed at " + sign * program);
                seen.add(now);
            }
        }
        assertEquals(Set.of(OLD, changed), seen, "it died both before and after the change");
        old();
        runKilledAt(way, 0);
        try (Stream<Path> left = Files.list(on.node)) {
            assertEquals(List.of(on.path("file")), left.toList(), "the next run cleans up");
        }
    }

    @Test
    void whoReadsMeanwhileSeesOneOrTheOther() throws Exception {
        runKilledAt(Way.COPY, 0);
        String one = on.read("file");
        AtomicBoolean done = new AtomicBoolean();
        Set<String> seen = new HashSet<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            while (!done.get()) {
                seen.add(on.read("file"));
            }
        });
        for (int i = 0; i < 10; i++) {
            on.calls.run(new CopyModule(), "dest", on.at("file"), "content", OLD);
            on.calls.run(new CopyModule(), "dest", on.at("file"), "src", "new");
        }
        done.set(true);
        reader.join();
        seen.removeAll(Set.of(one, OLD));
        assertEquals(Set.of(), seen);
    }
}
