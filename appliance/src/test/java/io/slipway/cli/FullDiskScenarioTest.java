package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk without a byte left: the error names host, task, file and cause, old files stay as they were, and nothing is left lying. */
@Tag("scenario")
class FullDiskScenarioTest {

    @TempDir
    Path directory;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
        Files.writeString(disk.resolve("conf"), "old\n");
        Files.createDirectory(disk.resolve("folder"));
        command("sh", "-c", "cat /dev/zero >'" + disk + "/ballast' 2>&1; test -s '" + disk + "/ballast'");
        Files.writeString(directory.resolve("large"), "x".repeat(100_000));
        Files.writeString(directory.resolve("template.j2"), "{{ 'new\n' * 10000 }}");
    }

    @AfterEach
    void unmount() throws Exception {
        command("umount", disk.toString());
    }

    private static void command(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), String.join(" ", words) + ": " + said);
    }

    private Map<String, String> everything() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(disk)) {
            for (Path file : all.toList()) {
                files.put(file.toString(), Files.isDirectory(file) ? "" : Files.readString(file));
            }
        }
        return files;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            conf    | copy: {dest: DISK/conf, content: "a line more than there was"}
            conf    | copy: {dest: DISK/conf, src: large}
            conf    | copy: {dest: DISK/conf, src: large, backup: true}
            conf    | copy: {dest: DISK/conf, src: large, unsafe_writes: true}
            conf    | copy: {dest: DISK/conf, src: HERE/large, remote_src: true}
            new     | copy: {dest: DISK/new, content: x}
            folder/large | copy: {dest: DISK/folder/, src: large}
            conf    | template: {dest: DISK/conf, src: template.j2}
            conf    | lineinfile: {path: DISK/conf, line: new}
            new     | lineinfile: {path: DISK/new, line: new, create: true}
            conf    | blockinfile: {path: DISK/conf, block: new}
            conf    | replace: {path: DISK/conf, regexp: old, replace: new}
            conf    | sysctl: {sysctl_file: DISK/conf, name: kernel.pid_max, value: 4194304, reload: false}
            new     | fetch: {src: HERE/large, dest: DISK/new, flat: true}
            """)
    void leavesWhatWasThere(String file, String task) throws Exception {
        Path playbook = Files.writeString(directory.resolve("full.yml"), """
                - hosts: localhost
                  connection: local
                  gather_facts: false
                  tasks:
                    - name: Write
                      %s
                """.formatted(
                        task.replace("DISK", disk.toString()).replace("HERE", directory.toString())));
        Map<String, String> before = everything();
        Slipway.Said said = new Slipway(directory.resolve("home")).run("run", playbook.toString());
        assertEquals(2, said.status(), said.all());
        String fatal = said.all()
                .lines()
                .filter(line -> line.startsWith("fatal: [localhost]: FAILED! => "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said.all()));
        assertTrue(said.out().contains("TASK [Write]"), said.all());
        assertTrue(fatal.contains("cannot write " + disk.resolve(file) + ": No space left on device"), said.all());
        assertEquals(before, everything(), "nothing is lost, and nothing is left lying");
    }
}
