package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code playbooks/site.yml} says what the inventory lacks, before it connects to any node. */
class SiteInventoryTest {

    private static final String NODE = "[management]\nmgmt01 ansible_host=127.0.0.1 ansible_port=1\n[compute]\n";

    @TempDir
    Path folder;

    private Slipway.Said site(String... variables) throws Exception {
        Path inventory = Files.writeString(
                folder.resolve("pod.ini"), NODE + "[all:vars]\n" + String.join("\n", variables) + "\n");
        return new Slipway(folder.resolve("home"))
                .run("run", Slipway.repository().resolve("playbooks/site.yml").toString(), "-i", inventory.toString());
    }

    @Test
    void everythingMissingIsNamedAtOnceWithThePlaceWhereItBelongs() throws Exception {
        Slipway.Said said = site();
        assertEquals(2, said.status(), said.all());
        assertTrue(
                said.all()
                        .contains("the inventory does not set slipway_pod.domain, slipway_appliance.address,"
                                + " slipway_appliance.url, slipway_apt_repositories."
                                + " Set it for all nodes in group_vars/all.yml beside the inventory"),
                said.all());
        assertFalse(said.out().contains("Base of every node"), said.out());
    }

    @Test
    void noPackagesFromAnywhereIsRefused() throws Exception {
        String[] all = {
            "slipway_pod={'domain': 'pod.internal'}",
            "slipway_appliance={'address': '192.0.2.1', 'url': 'http://192.0.2.1:8080'}",
            "slipway_apt_repositories=[]",
            ""
        };
        assertTrue(site(all).all().contains("the inventory does not set slipway_apt_repositories."));
        all[3] = "slipway_apt_exclusive=False";
        assertEquals(4, site(all).status(), "the node is asked, and is not there");
        all[2] = "slipway_apt_repositories=[{'name': 'dgx'}]";
        all[3] = "";
        assertEquals(4, site(all).status(), "the node is asked, and is not there");
    }

    @Test
    void theExampleTellsEverything() {
        Slipway.Said said = new Slipway(folder.resolve("home"))
                .run(
                        "run",
                        Slipway.repository().resolve("playbooks/site.yml").toString(),
                        "-i",
                        Slipway.repository().resolve("inventory/example").toString(),
                        "-e",
                        "ansible_host=127.0.0.1 ansible_port=1");
        assertEquals(4, said.status(), said.all());
    }
}
