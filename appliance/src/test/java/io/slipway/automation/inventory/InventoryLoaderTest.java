package io.slipway.automation.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryLoaderTest {

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    private Inventory load(String name, String text) {
        return new InventoryLoader(warnings::add).load(List.of(write(name, text)));
    }

    private String write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Object variable(Inventory inventory, String host, String name) {
        YamlNode value = inventory.variablesOf(host, folder.resolve("play")).get(name);
        return value == null ? "undefined" : value.toValue();
    }

    /** The problems of a refused source, without the folder that it lies in. */
    private List<String> refused(String name, String text) {
        return assertThrows(InventoryException.class, () -> load(name, text)).problems().stream()
                .map(Problem::toString)
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void valuesKnowWhereTheyWereWritten() {
        Inventory inventory = load("hosts", "[web]\n  a  x=1 y='two words'\n[web:vars]\nz=3\n");
        Map<String, YamlNode> vars = inventory.variablesOf("a", folder);
        assertEquals(folder + "/hosts:2:6", vars.get("x").at().toString());
        assertEquals(folder + "/hosts:2:10", vars.get("y").at().toString());
        assertEquals(folder + "/hosts:4:1", vars.get("z").at().toString());
    }

    @Test
    void filesBesideThePlaybookWinOverThoseBesideTheInventory() {
        write("group_vars/all", "a: 1\nb: 1\nc: 1\nd: 1\n");
        write("play/group_vars/all.yml", "b: 2\nc: 2\nd: 2\n");
        write("group_vars/web.yml", "c: 3\nd: 3\n");
        write("play/host_vars/h/x.json", "{\"d\": 4}");
        Inventory inventory = load("hosts", "[web]\nh a=5\n");
        assertEquals(
                List.of(5L, 2L, 3L, 4L),
                List.of(
                        variable(inventory, "h", "a"),
                        variable(inventory, "h", "b"),
                        variable(inventory, "h", "c"),
                        variable(inventory, "h", "d")));
    }

    @Test
    void localhostIsThereWithoutBeingListed() {
        write("group_vars/all", "x: 1\n");
        Inventory inventory = load("hosts", "a\n");
        assertEquals(List.of("localhost"), inventory.select("localhost"));
        assertEquals("local", variable(inventory, "localhost", "ansible_connection"));
        assertEquals(1L, variable(inventory, "localhost", "x"));
        assertFalse(inventory.hasHost("localhost"));
        assertEquals(List.of("a"), inventory.hosts());
    }

    @Test
    void aListedLocalhostIsAHostLikeOthers() {
        Inventory inventory = load("hosts", "localhost\n");
        assertEquals("undefined", variable(inventory, "localhost", "ansible_connection"));
        assertEquals(List.of("localhost"), inventory.hosts());
    }

    @Test
    void groupsHoldTheHostsOfTheirChildren() {
        Inventory inventory = load("hosts", "x\n[p:children]\nc\n[c]\na\nb\n");
        assertEquals(List.of("a", "b"), inventory.groups().get("p"));
        assertEquals(List.of("x"), inventory.groups().get("ungrouped"));
        assertEquals(List.of("c", "p"), inventory.groupsOf("a"));
        assertEquals(List.of("ungrouped"), inventory.groupsOf("x"));
    }

    @Test
    void hostsShareWhatTheirGroupsSay() {
        Inventory inventory = load("hosts", "[web]\na\nb x=1\n[web:vars]\nbig={'a': [1, 2]}\n");
        assertSame(
                inventory.variablesOf("a", folder).get("big"),
                inventory.variablesOf("b", folder).get("big"));
        assertSame(inventory.variablesOf("a", folder), inventory.variablesOf("a", folder));
        Map<String, YamlNode> b = inventory.variablesOf("b", folder);
        assertEquals(b.size(), List.copyOf(b.keySet()).size());
        assertTrue(b.keySet().containsAll(List.of("big", "x")));
        assertThrows(UnsupportedOperationException.class, () -> b.put("y", b.get("x")));
    }

    @Test
    void scriptsAreRun() throws Exception {
        String script = write("dynamic", """
                #!/bin/sh
                if [ "$1" = --list ]; then
                  echo '{"web": {"hosts": ["a", "b"], "vars": {"x": 1}, "children": ["sub"]}, "sub": ["c"],'
                  echo ' "_meta": {"hostvars": {"a": {"y": 2}}}}'
                  echo careful >&2
                fi
                """);
        assertTrue(Path.of(script).toFile().setExecutable(true));
        Inventory inventory = new InventoryLoader(warnings::add).load(List.of(script));
        assertEquals(List.of("a", "b", "c"), inventory.groups().get("web"));
        assertEquals(2L, variable(inventory, "a", "y"));
        assertEquals(1L, variable(inventory, "c", "x"));
        assertEquals(List.of(script + ": careful"), warnings);
    }

    @Test
    void scriptsMarkEncryptedAndFinalValuesAsJsonCan() {
        String script = write("dynamic", """
                #!/bin/sh
                echo '{"g": ["a"], "_meta": {"hostvars": {"a": {'
                echo '"s": {"__ansible_vault": "$ANSIBLE_VAULT;1.1;AES256"}, "u": [{"__ansible_unsafe": "{{ x }}"}]}}}}'
                """);
        assertTrue(Path.of(script).toFile().setExecutable(true));
        Map<String, YamlNode> vars =
                new InventoryLoader(warnings::add).load(List.of(script)).variablesOf("a", folder);
        assertTrue(vars.get("s") instanceof YamlNode.Scalar secret && secret.vaulted());
        assertTrue(vars.get("u") instanceof YamlNode.Sequence list
                && list.items().getFirst() instanceof YamlNode.Scalar text
                && text.unsafe());
    }

    @Test
    void scriptsWithoutMetaAreAskedForEachHost() {
        String script = write(
                "dynamic",
                "#!/bin/sh\n[ \"$1\" = --list ] && echo '{\"g\": [\"a\"]}' || echo \"{\\\"me\\\": \\\"$2\\\"}\"\n");
        assertTrue(Path.of(script).toFile().setExecutable(true));
        assertEquals("a", variable(new InventoryLoader(warnings::add).load(List.of(script)), "a", "me"));
    }

    @Test
    void aFailingScriptSaysWhy() {
        String script = write("dynamic", "#!/bin/sh\necho 'no route' >&2\nexit 3\n");
        assertTrue(Path.of(script).toFile().setExecutable(true));
        Problem problem = assertThrows(
                        InventoryException.class, () -> new InventoryLoader(warnings::add).load(List.of(script)))
                .problem();
        assertEquals("it ended with code 3: no route", problem.why());
    }

    @Test
    void everyMistakeInAnIniFileIsReported() {
        assertEquals(
                List.of(
                        "hosts:2:3: 'b' is no variable of a host: what follows the name of a host is written as name=value",
                        "hosts:3:5: cannot split this line: a quote is opened and not closed",
                        "hosts:4:1: '[bad section]' is no section (write [group], [group:children] or [group:vars],"
                                + " without blanks)",
                        "hosts:5:1: the section [web:childs] is of no known type: there are [group], [group:children]"
                                + " and [group:vars]",
                        "hosts:7:1: 'novalue' is no variable of a group: in [web:vars] each line is name=value",
                        "hosts:11:1: the group 'web' cannot be a child of 'web': a group cannot hold itself",
                        "hosts:12:1: there is no group 'wbe': [web:children] names it (did you mean 'web'?)"),
                refused("hosts", """
                                ok
                                a b
                                c x="
                                [bad section]
                                [web:childs]
                                [web:vars]
                                novalue
                                [web]
                                d
                                [web:children]
                                web
                                wbe
                                """).stream().toList());
    }

    @Test
    void variablesOfAnUndeclaredGroupAreRefused() {
        assertEquals(
                List.of("hosts:1:1: there is no group 'db': [db:vars] needs a section that declares it"),
                refused("hosts", "[db:vars]\nx=1\n"));
    }

    @Test
    void circlesOfGroupsAreRefused() {
        assertEquals(
                List.of("hosts:6:1: the group 'a' cannot be a child of 'c': 'c' lies inside 'a' already"),
                refused("hosts", "[a:children]\nb\n[b:children]\nc\n[c:children]\na\n"));
        assertEquals(
                List.of("i.yml:1:42: the group 'a' cannot be a child of 'b': 'b' lies inside 'a' already"),
                refused("i.yml", "{a: {children: {b: {children: {c: , x: , a: }}}}}"));
    }

    @Test
    void rangesThatMakeNoSenseAreRefused() {
        for (String range : List.of("a[1]", "a[5:1]", "a[01:100]", "a[a:3]", "a[1:3:0]", "a[::]", "a[1:x]")) {
            assertThrows(InventoryException.class, () -> load("hosts", range + "\n"), range);
        }
    }

    @Test
    void aMillionHostsAreASlipOfThePen() {
        assertTrue(refused("hosts", "a[1:1000000]\n").getFirst().contains("more than 100000 hosts"));
        assertTrue(refused("hosts", "a[1:1000][1:1000]\n").getFirst().contains("more than 100000 hosts"));
        assertTrue(
                refused("h.yml", "all: {hosts: {'a[1:99999999]': }}").getFirst().contains("more than 100000 hosts"));
        assertTrue(refused("hosts", "a[1:60000]\nb[1:60000]\n").getFirst().contains("more than 100000 hosts"));
    }

    @Test
    void malformedYamlSourcesAreRefused() {
        assertEquals(
                List.of("h.yml:1:1: an inventory must be a mapping of groups, not a list"), refused("h.yml", "[a]"));
        assertEquals(
                List.of("h.yml:3:5: 'hosts' of the group 'all' must be a mapping, not a list"
                        + " (write each name as 'name:', without a dash)"),
                refused("h.yml", "all:\n  hosts:\n    - a\n"));
        assertEquals(
                List.of("h.yml:1:15: '12' cannot be the name of a host: it is a number (quote it)"),
                refused("h.yml", "all: {hosts: {12: }}"));
        assertTrue(refused("h.yml", "all:\n\thosts:\n").getFirst().contains("tabs"));
        assertTrue(refused("h.yml", "a: 1\na: 2\n").getFirst().contains("duplicate key"));
        assertTrue(refused("h.yml", "plugin: aws_ec2\n").getFirst().contains("no inventory plugin 'aws_ec2'"));
    }

    @Test
    void malformedVariableFilesAreRefused() {
        write("group_vars/all.yml", "- a\n");
        Inventory inventory = load("hosts", "a\n");
        assertEquals(
                folder + "/group_vars/all.yml:1:1: this file must hold a mapping of variables, not a list",
                assertThrows(InventoryException.class, () -> variable(inventory, "a", "x"))
                        .getMessage());
    }

    @Test
    void aMissingSourceIsAnErrorWithAHint() {
        write("hosts.yml", "all:\n");
        InventoryException refused = assertThrows(
                InventoryException.class, () -> new InventoryLoader(warnings::add).load(List.of(folder + "/host.yml")));
        assertEquals("did you mean 'hosts.yml'?", refused.problem().hint());
    }

    @Test
    void invalidUtf8IsRefused() throws Exception {
        Path file = Files.write(folder.resolve("hosts"), new byte[] {'a', '\n', (byte) 0xc3, '('});
        InventoryException refused = assertThrows(
                InventoryException.class, () -> new InventoryLoader(warnings::add).load(List.of(file.toString())));
        assertEquals(file + ":2:1", String.valueOf(refused.problem().where()));
    }

    @Test
    void oddNamesAreWarnedOf() {
        load("hosts", "[web-front]\na\n[b]\nweb-front\n");
        assertEquals(
                List.of(
                        "Invalid characters were found in group names but not replaced, use -vvvv to see details",
                        "Found both group and host with same name: web-front"),
                warnings);
    }

    @Test
    void aLargePodIsNoTrouble() {
        StringBuilder text = new StringBuilder();
        for (int g = 0; g < 20; g++) {
            text.append("[g").append(g).append("]\nnode[1:5000] v").append(g).append("=1\n");
            text.append("[g").append(g).append(":vars]\nw=").append(g).append('\n');
        }
        Inventory inventory = load("hosts", text.toString());
        assertEquals(5000, inventory.hosts().size());
        long sum = inventory.hosts().stream()
                .mapToLong(host -> inventory.variablesOf(host, folder).size())
                .sum();
        assertEquals(5000L * 23, sum);
        assertEquals(5000, inventory.select("g3:&g7").size());
    }

    @Test
    void whatIsWrongWithATomlSourceIsSaid() {
        assertEquals(
                List.of("hosts.toml:2:6: this is not valid TOML"),
                refused("hosts.toml", "[web]\nhosts !\n").stream()
                        .map(line -> line.replaceFirst(": this is not valid TOML.*", ": this is not valid TOML"))
                        .toList());
        assertEquals(
                List.of("hosts.toml: 'children' of the group 'web' must be a list: it is 'db'"),
                refused("hosts.toml", "[web]\nchildren = 'db'\n"));
        assertEquals(
                List.of("hosts.toml: 'hosts.a' of the group 'web' must be a table: it is '1'"),
                refused("hosts.toml", "[web.hosts]\na = 1\n"));
    }
}
