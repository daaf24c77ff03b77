package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong when they call {@code run} and {@code exec}; exit codes are those of ansible 2.14. */
class MistakesOnTheCommandLineTest {

    @TempDir
    Path folder;

    private Slipway slipway;

    @BeforeEach
    void files() throws Exception {
        slipway = new Slipway(folder.resolve("home"));
        write("inv", "a ansible_connection=local\nb ansible_connection=local\n");
        write("site.yml", """
                - hosts: all
                  gather_facts: false
                  tasks:
                    - {name: say, debug: {msg: "{{ x | default('nothing') }}"}}
                """);
    }

    @Test
    void aMisspeltOptionOrCommandHasANeighbour() {
        assertTrue(slipway.run("run", "--ouput", "json", "x.yml").err().contains("did you mean '--output'?"));
        assertTrue(slipway.run("inventry").err().contains("did you mean 'inventory'?"));
    }

    private String write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private Slipway.Said play(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "run",
                folder.resolve("site.yml").toString(),
                "-i",
                folder.resolve("inv").toString()));
        all.addAll(List.of(more));
        return slipway.run(all.toArray(String[]::new));
    }

    private Slipway.Said exec(String pattern, String... more) {
        List<String> all = new ArrayList<>(
                List.of("exec", pattern, "-i", folder.resolve("inv").toString(), "-m", "debug", "-a", "msg=hi"));
        all.addAll(List.of(more));
        return slipway.run(all.toArray(String[]::new));
    }

    @Test
    void aLimitMayComeFromAFileAlsoBesideOtherPatterns() throws Exception {
        String file = write("hosts.retry", "b\n");
        Slipway.Said limited = play("--limit", "@" + file);
        assertFalse(limited.out().contains("[a]"), limited.all());
        assertTrue(limited.out().contains("[b]"), limited.all());
        Slipway.Said none = play("--limit", "@" + file + ",!b");
        assertEquals(1, none.status());
        assertTrue(none.err().contains("leaves us with no hosts to target"), none.err());
        assertEquals(
                "  hosts (1):\n    b\n",
                exec("all", "-l", "@" + file, "--list-hosts").out());
    }

    @Test
    void aLimitFileThatIsNotThereIsNamed() {
        String missing = folder.resolve("missing").toString();
        for (Slipway.Said said : List.of(play("--limit", "@" + missing), exec("all", "-l", "@" + missing))) {
            assertEquals(1, said.status());
            assertEquals("", said.out());
            assertTrue(said.err().startsWith("ERROR! Unable to find limit file " + missing), said.err());
        }
        assertTrue(play("--limit", "a,@" + folder).err().contains("it is a folder"));
    }

    @Test
    void anUnknownHostIsToldOnceAndIsNoFailure() {
        Slipway.Said said = exec("nosuch");
        assertEquals(0, said.status());
        assertEquals("", said.out());
        assertEquals("""
                [WARNING]: Could not match supplied host pattern, ignoring: nosuch
                [WARNING]: No hosts matched, nothing to do
                """, said.err());
        Slipway.Said limited = exec("all", "-l", "nosuch");
        assertEquals(1, limited.status());
        assertTrue(limited.err()
                .contains("ERROR! Specified inventory, host pattern and/or --limit leaves us with no hosts"));
    }

    @Test
    void aRunWithoutInventoryWarnsAsAnsibleDoes() throws Exception {
        String playbook = folder.resolve("site.yml").toString();
        String nobody = """
                [WARNING]: provided hosts list is empty, only localhost is available. Note that
                the implicit localhost does not match 'all'
                """;
        String nothing = "[WARNING]: No inventory was parsed, only implicit localhost is available\n";
        Slipway.Said said = slipway.run("run", playbook);
        assertEquals(0, said.status());
        assertEquals(nothing + nobody, said.err());
        assertEquals(
                nobody,
                slipway.run("run", playbook, "-i", write("empty.ini", "[web]\n"))
                        .err());
        assertEquals(
                nothing,
                slipway.run("exec", "localhost", "-m", "debug", "-a", "msg=hi").err());
    }

    @Test
    void playbooksLearnWhereTheApplianceKeepsItsState() throws Exception {
        String playbook = write("where.yml", """
                - hosts: a
                  gather_facts: false
                  tasks:
                    - debug: {msg: "state in {{ lookup('env', 'SLIPWAY_HOME') }}"}
                """);
        Path elsewhere = folder.resolve("elsewhere");
        Slipway.Said said = slipway.run(
                "--home",
                elsewhere.toString(),
                "run",
                playbook,
                "-i",
                folder.resolve("inv").toString());
        assertTrue(said.out().contains("\"state in " + elsewhere + "\""), said.all());
    }

    @Test
    void extraVariablesComeFromYamlAndJsonFiles() throws Exception {
        assertTrue(play("-e", "@" + write("vars.yml", "x: from yaml\n")).out().contains("from yaml"));
        assertTrue(play("-e", "@" + write("vars.json", "{\"x\": \"from json\"}"))
                .out()
                .contains("from json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "@FOLDER/vars.yaml | at FOLDER/vars.yaml | did you mean 'vars.yml'?",
                "@FOLDER           | at FOLDER           | it is a folder",
                "@                 | at <command line>   | there is no name behind '@'",
                "@FOLDER/list.yml  | at FOLDER/list.yml:1:1 | must be a mapping, not a list",
                "@FOLDER/bad.yml   | at FOLDER/bad.yml:2:2  | not valid YAML",
                "@FOLDER/bytes     | at FOLDER/bytes:1:3    | not valid UTF-8",
                "{\"x\": [1         | at <command line>:1:9  | not valid YAML",
                "[1]               | at <command line>:1:1  | must be a mapping, not a list",
            })
    void extraVariablesThatCannotBeReadAreRefusedAtTheirPlace(String given, String where, String why) throws Exception {
        write("vars.yml", "x: 1\n");
        write("list.yml", "[1, 2]\n");
        write("bad.yml", "x: [1\nb: 2\n");
        Files.write(folder.resolve("bytes"), new byte[] {'x', ':', (byte) 0xff});
        Slipway.Said said = play("-e", given.replace("FOLDER", folder.toString()));
        assertEquals(1, said.status());
        assertEquals("", said.out());
        assertTrue(said.err().contains(where.replace("FOLDER", folder.toString()) + "\n"), said.err());
        assertTrue(said.err().contains(why), said.err());
        assertFalse(said.err().contains("Exception"), said.err());
    }

    @Test
    void aPasswordIsReadOrAskedForNotBoth() throws Exception {
        String file = write("password", "x");
        Slipway.Said become = play("-K", "--become-password-file", file);
        assertEquals(1, become.status());
        assertTrue(
                become.err().contains("--become-password-file: not allowed with argument --ask-become-pass"),
                become.err());
        Slipway.Said connection = exec("a", "-k", "--conn-pass-file", file);
        assertEquals(1, connection.status());
        assertTrue(
                connection.err().contains("--connection-password-file: not allowed with argument --ask-pass"),
                connection.err());
    }

    @Test
    void stepNeedsSomebodyToAsk() {
        Slipway.Said said = play("--step");
        assertEquals(1, said.status());
        assertTrue(said.err().contains("there is no terminal to ask at"), said.err());
    }

    @Test
    void syntaxCheckMissesVariablesFilesAndRolesInOneGo() throws Exception {
        write("good.yml", "x: 1\n");
        write("site.yml", """
                - hosts: all
                  vars_files: [good.yml, god.yml, [no.yml, good.yml], "{{ y }}.yml"]
                  roles: [nosuch]
                  tasks:
                    - import_tasks: more.yml
                """);
        Slipway.Said said = play("--syntax-check");
        assertEquals(1, said.status());
        assertEquals(
                List.of(
                        "ERROR! there is no variables file 'god.yml'",
                        "ERROR! there is no role 'nosuch'",
                        "ERROR! there is no file 'more.yml'"),
                said.err().lines().filter(line -> line.startsWith("ERROR!")).toList());
        assertTrue(said.err().contains("did you mean 'good.yml'?"));
    }

    @ParameterizedTest
    @CsvSource({"binary", "folder", "missing"})
    void anInventoryThatCannotBeReadIsNamed(String kind) throws Exception {
        Path inventory = folder.resolve("hosts." + kind);
        switch (kind) {
            case "binary" -> Files.write(inventory, new byte[] {0, 1, (byte) 0xff, (byte) 0xfe, 0});
            case "folder" -> {
                Files.createDirectory(inventory);
                Files.writeString(inventory.resolve("good"), "c ansible_connection=local\n");
                Files.write(inventory.resolve("bad.yml"), new byte[] {'a', ':', ' ', '[', (byte) 0xff});
            }
            default -> {}
        }
        Slipway.Said said = slipway.run("run", folder.resolve("site.yml").toString(), "-i", inventory.toString());
        assertTrue(said.err().contains(inventory.toString()), said.all());
        assertFalse(said.all().contains("Exception"), said.all());
        assertFalse(said.all().contains("defect"), said.all());
    }
}
