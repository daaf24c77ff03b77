package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator has given to a file beyond owner and mode is still there after it was written anew: access lists, attributes. */
@Tag("scenario")
class KeptAttributesScenarioTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void give() throws Exception {
        file = Files.writeString(
                Files.createDirectory(directory.resolve("there")).resolve("file"), "[a]\nold = 1\n");
        Files.writeString(directory.resolve("new"), "[a]\nnew = 1\n");
        Files.createDirectory(directory.resolve("tree"));
        Files.writeString(directory.resolve("tree/file"), "[a]\nnew = 1\n");
        Files.createDirectory(directory.resolve("parts"));
        Files.writeString(directory.resolve("parts/one"), "[a]\nnew = 1\n");
        said("tar", "-cf", "new.tar", "-C", "tree", "file");
        said("chown", "daemon:games", file.toString());
        said("chmod", "0640", file.toString());
        said("setfacl", "-m", "u:nobody:rw,g:mail:r", file.toString());
        said("setfattr", "-n", "user.ticket", "-v", "4711", file.toString());
        said("setfattr", "-n", "trusted.site", "-v", "east", file.toString());
    }

    private String said(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private String given() throws IOException, InterruptedException {
        return said("getfacl", "--absolute-names", file.toString())
                + said("getfattr", "--absolute-names", "-d", "-m", "user|trusted", file.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy: {dest: FILE, src: new}",
                "copy: {dest: FILE, content: new}",
                "copy: {dest: FILE, src: HERE/new, remote_src: true}",
                "copy: {dest: HERE/there, src: tree/}",
                "template: {dest: FILE, src: new}",
                "assemble: {dest: FILE, src: HERE/parts, remote_src: true}",
                "lineinfile: {path: FILE, line: new}",
                "blockinfile: {path: FILE, block: new}",
                "replace: {path: FILE, regexp: old, replace: new}",
                "ini_file: {path: FILE, section: a, option: new, value: 1}",
                "sysctl: {sysctl_file: FILE, name: new.one, value: 1, reload: false}",
                "get_url: {url: 'file://HERE/new', dest: FILE, force: true}"
            })
    void areKept(String task) throws Exception {
        String before = given();
        assertTrue(before.contains("user:nobody:rw-") && before.contains("trusted.site=\"east\""), before);
        Path playbook = Files.writeString(directory.resolve("write.yml"), """
                - hosts: localhost
                  connection: local
                  gather_facts: false
                  tasks: [{%s}]
                """.formatted(
                        task.replace("FILE", file.toString()).replace("HERE", directory.toString())));
        Slipway.Said said = new Slipway(directory.resolve("home")).run("run", playbook.toString());
        assertEquals(0, said.status(), said.all());
        assertTrue(Files.readString(file).contains("new"), said.all());
        assertEquals(before, given());
    }
}
