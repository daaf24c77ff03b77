package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.inventory.InventoryException;
import io.slipway.cli.line.Action;
import io.slipway.cli.line.Command;
import io.slipway.cli.line.CommandLine;
import io.slipway.cli.line.Syntax;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each case is an inventory with what ansible-inventory 2.14 prints for it. */
class InventoryCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private String run(Map<String, String> environment, String... options) throws Exception {
        Command command = syntax -> new InventoryCommand(
                syntax, new PrintWriter(out), new PrintWriter(err), environment, folder, prompt -> Optional.empty());
        Action action = CommandLine.read(new Syntax("slipway inventory", ""), command, List.of(options));
        assertEquals(0, action.run());
        return out.toString();
    }

    private static Path cases(String name) throws Exception {
        return Path.of(InventoryException.class.getResource("cases/" + name).toURI());
    }

    @ParameterizedTest
    @CsvSource({"ini, hosts", "yaml, hosts.yml", "folder, ''", "depth, hosts", "pod, pod.yml"})
    void printsWhatAnsibleInventoryPrints(String name, String source) throws Exception {
        String inventory = cases(name).resolve("source").resolve(source).toString();
        assertPrints(name, "list.json", "-i", inventory, "--list");
        assertPrints(name, "export.json", "-i", inventory, "--list", "--export");
        assertPrints(name, "list.yaml", "-i", inventory, "--list", "--yaml");
        assertPrints(name, "export.yaml", "-i", inventory, "--list", "--yaml", "--export");
        assertPrints(name, "graph.txt", "-i", inventory, "--graph");
        assertPrints(name, "graph-vars.txt", "-i", inventory, "--graph", "--vars");
    }

    @Test
    void encryptedValuesStayEncryptedUnlessDrawn() throws Exception {
        String inventory = cases("vault").resolve("source").toString();
        String password = cases("vault").resolve("password").toString();
        assertPrints("vault", "list.json", "-i", inventory, "--vault-id", password, "--list");
        assertPrints("vault", "list.yaml", "-i", inventory, "--vault-id", password, "--list", "--yaml");
        assertPrints("vault", "graph-vars.txt", "-i", inventory, "--vault-id", password, "--graph", "--vars");
    }

    @Test
    void anEncryptedFileNeedsItsPassword() throws Exception {
        String inventory = cases("vault").resolve("source").toString();
        InventoryException refused =
                assertThrows(InventoryException.class, () -> run(Map.of(), "-i", inventory, "--list"));
        assertEquals(
                "Attempting to decrypt but no vault secrets found",
                refused.problem().what());
    }

    private void assertPrints(String name, String golden, String... options) throws Exception {
        out.getBuffer().setLength(0);
        assertEquals(Files.readString(cases(name).resolve(golden)), run(Map.of(), options), golden);
    }

    @Test
    void showsOneHost() throws Exception {
        String printed = run(Map.of(), "-i", "a,b ,c:22", "--host", "c");
        assertEquals("{\n    \"ansible_port\": 22\n}\n", printed);
    }

    @Test
    void aHostThatIsNotThereIsAnError() throws Exception {
        InventoryException refused =
                assertThrows(InventoryException.class, () -> run(Map.of(), "-i", "web1,", "--host", "wbe1"));
        assertEquals("did you mean 'web1'?", refused.problem().hint());
    }

    @Test
    void theGraphStartsAtAnyGroup() throws Exception {
        String inventory = cases("pod").resolve("source/pod.yml").toString();
        assertEquals("""
                @cluster:
                  |--@management:
                  |  |--mgmt01
                  |--@compute:
                  |  |--dgx01
                """, run(Map.of(), "-i", inventory, "--graph", "cluster"));
    }

    @Test
    void severalSourcesAddUp() throws Exception {
        assertEquals(
                "@all:\n  |--@ungrouped:\n  |  |--a\n  |  |--b\n", run(Map.of(), "-i", "a,", "-i", "b,", "--graph"));
    }

    @Test
    void sourcesComeFromTheEnvironmentAndFromAnsibleCfg() throws Exception {
        Files.writeString(folder.resolve("hosts"), "fromfile\n");
        Files.writeString(folder.resolve("ansible.cfg"), "[defaults]\ninventory = hosts\n");
        assertTrue(run(Map.of(), "--graph").contains("fromfile"));
        assertTrue(
                run(Map.of("ANSIBLE_INVENTORY", folder + "/hosts"), "--graph").contains("fromfile"));
    }

    @Test
    void exactlyOneActionIsNeeded() throws Exception {
        assertThrows(CommandException.class, () -> run(Map.of(), "-i", "a,"));
        assertThrows(CommandException.class, () -> run(Map.of(), "-i", "a,", "--list", "--graph"));
    }
}
