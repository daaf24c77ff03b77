package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.lab.LabSpec;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The smallest cluster: one management node, without a virtual address, and one compute node. Every change is held against it where the binaries are at hand. */
@Tag("full")
@Tag("kubernetes")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class KubernetesSmallForRealTest {

    @TempDir
    private Path folder;

    private KubernetesLab pod;

    @BeforeEach
    void raise() throws Exception {
        pod = new KubernetesLab(folder, LabSpec.named("small").nodes("1+1"));
        pod.raise();
    }

    @AfterEach
    void strike() throws Exception {
        pod.close();
    }

    @Test
    void oneManagementNodeAndOneComputeNodeAreACluster() throws Exception {
        pod.play("site.yml");
        pod.play("kubernetes.yml");
        KubernetesChecks cluster = new KubernetesChecks(pod);
        cluster.everyNodeIsReady("mgmt01");
        cluster.podsReachEachOtherOnAllNodes("mgmt01");
        cluster.anotherRunChangesNothing();
        assertEquals("mgmt01", pod.asOperator("get node mgmt01 -o 'jsonpath={.metadata.name}'"));
    }
}
