package io.slipway.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.inventory.Inventory;
import io.slipway.automation.inventory.InventoryLoader;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.netboot.install.InstallNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallNodesTest {

    @TempDir
    Path folder;

    private Map<String, InstallNode> read(String slipway) throws IOException {
        Path file = Files.writeString(folder.resolve("pod.yml"), """
                all:
                  vars:
                    slipway_pod: {domain: pod.internal, network: 10.10.0.0/22}
                    install_packages: ["tools-{{ inventory_hostname }}", "{{ group_names | join }}"]
                  children:
                    compute:
                      hosts:
                        dgx01: {slipway: %s}
                """.formatted(slipway));
        Inventory inventory = new InventoryLoader(warning -> {}).load(List.of(file.toString()));
        return InstallNodes.of(ReadPod.of(inventory), inventory, Vault.LOCKED);
    }

    @Test
    void itsVariablesAreThoseOfItsPlaybooks() throws IOException {
        InstallNode node = read("{mac: '525400000001'}").get("dgx01");
        assertEquals("pod.internal", node.domain());
        assertEquals(List.of("tools-dgx01", "compute"), List.copyOf((List<?>)
                node.variables().get().get("install_packages")));
        assertEquals("only", node.disk().words());
    }

    @Test
    void whichDiskItIs() throws IOException {
        InstallNode node =
                read("{mac: '525400000001', boot: {disk: {match: {size: smallest, min: 1TiB, model: 'M*'}}}}")
                        .get("dgx01");
        assertEquals("smallest min=1099511627776 'model=M*'", node.disk().words());
    }

    @Test
    void aDiskThatMakesNoSenseIsAMistake() {
        PodException said =
                assertThrows(PodException.class, () -> read("{mac: '525400000001', boot: {disk: {match: {size: 1}}}}"));
        assertTrue(
                said.problem().toString().contains("pod.yml:8:"),
                () -> said.problem().toString());
    }
}
