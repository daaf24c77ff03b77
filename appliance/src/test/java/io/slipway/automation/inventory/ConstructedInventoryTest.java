package io.slipway.automation.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.automation.config.InventorySettings;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What constructed sources make is held against Ansible in the parity cases; here is what they refuse, and how. */
class ConstructedInventoryTest {

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    private Inventory load(String constructed) throws IOException {
        Path hosts =
                Files.writeString(folder.resolve("hosts"), "a os=linux\nb loop1='{{ loop2 }}' loop2='{{ loop1 }}'\n");
        Path file = Files.writeString(folder.resolve("c.yml"), constructed);
        return new InventoryLoader(warnings::add).load(List.of(hosts.toString(), file.toString()));
    }

    private List<String> refused(String constructed) {
        return assertThrows(InventoryException.class, () -> load(constructed)).problems().stream()
                .map(Problem::toString)
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void aStrictSourceRefusesWhatCannotBeWorkedOut() {
        assertEquals(
                List.of("c.yml:3:14: cannot set 'x' for a: 'nothing' is undefined"),
                refused("plugin: constructed\nstrict: true\ncompose: {x: \"nothing ~ 'y'\"}\n"));
    }

    @Test
    void variablesThatHoldEachOtherDoNotBlowUp() throws IOException {
        Inventory inventory = load("plugin: constructed\ncompose: {x: loop1}\ngroups: {known: loop1 is defined}\n");
        assertEquals(List.of(), inventory.groups().getOrDefault("known", List.of()));
    }

    @Test
    void mappingsOfSeveralSourcesAreJoinedBeforeTheyAreAskedFor() throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts.yml"), """
                all:
                  vars: {net: {mtu: 9000}}
                  hosts: {a: {net: {vlan: 7}}}
                """);
        Path file =
                Files.writeString(folder.resolve("c.yml"), "plugin: constructed\ngroups: {jumbo: net.mtu == 9000}\n");
        InventorySettings usual = InventorySettings.USUAL;
        InventorySettings merging = new InventorySettings(
                usual.ignoredExtensions(),
                usual.ignoredPatterns(),
                usual.plugins(),
                usual.oddGroupNames(),
                usual.unmatched(),
                true);
        Inventory inventory = new InventoryLoader(warnings::add, TextFile::read, merging)
                .load(List.of(hosts.toString(), file.toString()));
        assertEquals(List.of("a"), inventory.groups().get("jumbo"));
    }

    @Test
    void aPluginThatIsNotThereIsNamed() {
        assertEquals(
                List.of("c.yml:1:9: there is no inventory plugin 'construct': a file can ask for constructed, generator"
                        + " (did you mean 'constructed'?)"),
                refused("plugin: construct\n"));
    }

    @Test
    void mistakesInKeyedGroupsAreShownWhereTheyStand() {
        assertEquals(
                List.of("c.yml:3:15: 'keyed_groups' knows no 'prefiks' (did you mean 'prefix'?)"),
                refused("plugin: constructed\nkeyed_groups:\n  - {key: os, prefiks: x}\n"));
        assertEquals(
                List.of("c.yml:3:5: an entry of 'keyed_groups' needs a 'key'"),
                refused("plugin: constructed\nkeyed_groups:\n  - {prefix: x}\n"));
        assertEquals(
                List.of("c.yml:2:10: 'compose' takes a mapping, not a list"),
                refused("plugin: constructed\ncompose: [x]\n"));
    }

    @Test
    void groupsAreMadeFromNumbersButNotFromNothing() {
        KeyedGroup keyed = new KeyedGroup(
                Nodes.of("x", Position.in("x")), "p", "_", Optional.empty(), true, true, Optional.empty());
        assertEquals(List.of("p_3"), keyed.names(3L));
        assertEquals(List.of(), keyed.names(0L));
        assertEquals(List.of(), keyed.names(""));
        assertEquals(List.of(), keyed.names(null));
        assertEquals(List.of("p_k_v"), keyed.names(Map.of("k", "v")));
    }
}
