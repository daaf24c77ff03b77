package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.LabSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An installation that is killed again and again, at points that nobody chose, and whose nodes lose power meanwhile: the run after that goes on, and
 * whenever one gets to the end, the next cluster begins on bare nodes.
 */
@Tag("full")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KubernetesKilledForRealTest {

    private static final int POINTS = 20;
    private static final int LONGEST_SECONDS = 40;

    @TempDir
    private Path folder;

    private final Random random = new Random(9);
    private KubernetesLab pod;
    private KubernetesChecks cluster;

    @BeforeEach
    void raise() throws Exception {
        pod = new KubernetesLab(folder, LabSpec.named("cut").nodes("3+1"));
        pod.raise();
        cluster = new KubernetesChecks(pod);
    }

    @AfterEach
    void strike() throws Exception {
        pod.close();
    }

    @Test
    void theNextRunGoesOn() throws Exception {
        for (int point = 0; point < POINTS; ) {
            Running run = begin();
            if (run.process.waitFor(1 + random.nextInt(LONGEST_SECONDS), TimeUnit.SECONDS)) {
                assertEquals(0, run.process.exitValue(), run::said);
                cluster.everyNodeIsReady("mgmt01");
                cluster.etcdHasThreeMembersThatAreWell();
                bringBareNodes();
            } else if (++point % 3 == 0) {
                LabNode node = pod.nodes().get(random.nextInt(pod.nodes().size()));
                pod.cutPower(node.name());
                assertTrue(
                        run.process.waitFor(10, TimeUnit.MINUTES),
                        () -> "it waits for " + node.name() + " for ever\n" + run.said());
            } else {
                run.process.destroyForcibly().waitFor();
            }
            run.reader.join();
        }
        Running last = begin();
        last.reader.join();
        assertEquals(0, last.process.waitFor(), last::said);
        cluster.everyNodeIsReady("mgmt01");
        cluster.etcdHasThreeMembersThatAreWell();
        cluster.podsReachEachOtherOnAllNodes("mgmt01");
        cluster.anotherRunChangesNothing();
    }

    private void bringBareNodes() throws Exception {
        for (LabNode node : pod.nodes()) {
            pod.lose(node.name());
        }
        pod.repair();
    }

    private record Running(Process process, Thread reader, StringBuffer output) {
        String said() {
            List<String> lines = output.toString().lines().toList();
            return lines.subList(Math.max(0, lines.size() - 80), lines.size()).stream()
                    .collect(Collectors.joining("\n"));
        }
    }

    private Running begin() throws Exception {
        Process process = pod.begin("site.yml", "kubernetes.yml");
        StringBuffer output = new StringBuffer();
        Thread reader = Thread.ofVirtual()
                .start(() -> process.inputReader()
                        .lines()
                        .forEach(line -> output.append(line).append('\n')));
        return new Running(process, reader, output);
    }
}
