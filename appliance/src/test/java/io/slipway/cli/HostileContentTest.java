package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever lies in content, wherever it lies: the command ends soon, and says what is wrong and where. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class HostileContentTest {

    /** Reads a file of every kind that people write. */
    private static final String PLAYBOOK = """
            - hosts: all
              gather_facts: false
              connection: local
              vars_files: [vars.yml]
              roles: [r]
              tasks:
                - include_vars: included-vars.yml
                - include_tasks: included.yml
                - import_tasks: imported.yml
                - template: {src: t.j2, dest: "{{ playbook_dir }}/out"}
                - debug: {msg: "{{ lookup('file', 'looked-up.txt') }} {{ lookup('template', 'looked-up.j2') }}"}
            """;

    @TempDir
    Path folder;

    private Slipway slipway = new Slipway(Path.of("/nowhere"));

    @BeforeEach
    void write() throws IOException {
        slipway = new Slipway(folder.resolve("home"));
        file("site.yml", PLAYBOOK);
        file("hosts", "n1\n");
        file("t.j2", "text\n");
        file("looked-up.txt", "text\n");
        file("looked-up.j2", "text\n");
        file("included.yml", "- debug:\n");
        file("imported.yml", "- debug:\n");
        for (String variables : List.of("vars.yml", "included-vars.yml", "group_vars/all.yml", "host_vars/n1.yml")) {
            file(variables, "a: 1\n");
        }
        for (String part : List.of("defaults", "vars", "meta")) {
            file("roles/r/" + part + "/main.yml", "{}\n");
        }
        file("roles/r/tasks/main.yml", "- debug:\n");
        file("roles/r/handlers/main.yml", "[]\n");
    }

    private Path file(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path file(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private String run(String inventory, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("run", folder.resolve("site.yml").toString(), "-i"));
        arguments.add(folder.resolve(inventory).toString());
        arguments.addAll(List.of(more));
        Slipway.Said said = slipway.run(arguments.toArray(String[]::new));
        assertFalse(said.all().contains("defect in Slipway"), said.all());
        assertTrue(said.status() == 1 || said.status() == 2, said.all());
        return said.all().replace(folder + "/", "");
    }

    private static void says(String said, String... parts) {
        for (String part : parts) {
            assertTrue(said.contains(part), "'" + part + "' is in: " + said);
        }
    }

    private String play(String tasks) throws IOException {
        file("site.yml", "- hosts: all\n  gather_facts: false\n  connection: local\n  tasks:\n" + tasks.indent(4));
        return run("hosts");
    }

    @Test
    void allIsWellAtFirst() {
        Slipway.Said said = slipway.run(
                "run",
                folder.resolve("site.yml").toString(),
                "-i",
                folder.resolve("hosts").toString());
        assertEquals(0, said.status(), said.all());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "site.yml",
                "hosts",
                "vars.yml",
                "included-vars.yml",
                "included.yml",
                "imported.yml",
                "group_vars/all.yml",
                "host_vars/n1.yml",
                "roles/r/tasks/main.yml",
                "roles/r/handlers/main.yml",
                "roles/r/defaults/main.yml",
                "roles/r/vars/main.yml",
                "roles/r/meta/main.yml",
                "t.j2",
                "looked-up.txt",
                "looked-up.j2"
            })
    void textThatIsNoneAndFilesThatAreTooLargeAreRefusedByName(String name) throws IOException {
        file(name, "# one\n# tw\u00ff\n".getBytes(StandardCharsets.ISO_8859_1));
        String said = run("hosts");
        says(said, name + ":2:5");
        assertTrue(said.matches("(?is).*(not valid UTF-8|must be utf-8).*"), said);
        try (RandomAccessFile huge = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            huge.setLength(100L << 20);
        }
        says(run("hosts"), name, "it is larger than 64 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vars.yml", "included-vars.yml", "group_vars/all.yml", "roles/r/defaults/main.yml"})
    void variablesThatUnfoldWithoutEndAreRefused(String name) throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, "*a" + (i - 1)))));
        }
        file(name, bomb.toString());
        says(run("hosts"), name + ":", "aliases expand");
        file(name, "a: " + "[".repeat(20_000) + "\n");
        says(run("hosts"), name + ":1:");
        file(name, "a: " + "{b: ".repeat(20_000) + "\n");
        says(run("hosts"), name + ":1:");
    }

    @Test
    void deepDataOfOtherProgramsIsRefused() throws IOException {
        Path script = file("inventory.sh", "#!/bin/sh\nexec cat " + folder.resolve("said.json") + "\n");
        assertTrue(script.toFile().setExecutable(true));
        file("said.json", "{\"_meta\": {\"hostvars\": {\"n1\": {\"a\": " + "[".repeat(20_000));
        says(run("inventory.sh"), "inventory.sh --list:1:");
        says(run("hosts", "-e", "{\"a\": " + "[".repeat(20_000)), "ERROR!");
        Path extra = file("extra.json", "{\"a\": " + "[".repeat(20_000));
        says(run("hosts", "-e", "@" + extra), "extra.json:1:");
    }

    @Test
    void whatLeadsBackToItselfIsNamed() throws IOException {
        file("self.yml", "- include_tasks: self.yml\n");
        says(play("- include_tasks: self.yml\n"), "self.yml");
        file("again.yml", "- import_tasks: again.yml\n");
        says(play("- import_tasks: again.yml\n"), "again.yml:1:");
        says(
                play("- debug: {msg: '{{ a }}'}\n  vars: {a: '{{ b }}', b: '{{ c }}', c: '{{ a }}'}\n"),
                "recursive loop",
                "a -> b -> c -> a");
        file("self.j2", "{% include 'self.j2' %}");
        says(play("- template: {src: self.j2, dest: /nowhere/out}\n"), "self.j2");
        file("roles/r/meta/main.yml", "dependencies: [r]\n");
        says(play("- include_role: {name: r}\n"), "r → r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ 'x' * 1000000000 }}",
                "{{ range(10 ** 12) | list }}",
                "{% for i in range(4000000) %}{% for j in range(4000000) %}{% endfor %}{% endfor %}",
                "{{ 9 ** (9 ** 9) }}",
                "{{ ('ab' * 100000) is match('(a|b)*c') }}"
            })
    void templateBombsFailTheTaskAndNothingElse(String bomb) throws IOException {
        file("bomb.j2", bomb);
        String said = play("""
                - debug: {msg: "%1$s"}
                  ignore_errors: true
                - debug: {msg: shown}
                  when: "%2$s"
                  ignore_errors: true
                - template: {src: bomb.j2, dest: /nowhere/out}
                  ignore_errors: true
                - fail: {msg: reached the end}
                """.formatted(
                        bomb, bomb.replace("{{", "").replace("}}", "").replaceAll("^\\{%.*", "'x' * 1000000000")));
        says(said, "reached the end", "ignored=3", "site.yml:5:", "bomb.j2:1:");
    }
}
