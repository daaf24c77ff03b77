package io.slipway.parity;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.slipway.common.Progress;
import io.slipway.lab.Lab;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same answers and files when the nodes are real ones, behind SSH and without Python. */
@Tag("full")
class ParityOnNodesTest {

    private static final String LAB = "parity";

    @TempDir
    static Path home;

    private static Labs labs;
    private static Lab lab;

    @BeforeAll
    static void raiseTheLab() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putIfAbsent(
                "SLIPWAY_LAB_CACHE",
                Path.of("target/lab-cache").toAbsolutePath().toString());
        labs = new Labs(home, environment, Progress.NONE);
        lab = labs.up(LabSpec.named(LAB).nodes("1+2"));
    }

    @AfterAll
    static void strikeTheLab() {
        labs.down(LAB, false);
    }

    @TestFactory
    Stream<DynamicTest> slipwayAnswersAsAnsibleDid(@TempDir Path folder) throws IOException {
        return ParityCase.all()
                .filter(ParityCase::isForAnyNodes)
                .map(parityCase -> dynamicTest(
                        parityCase.name(),
                        parityCase.path().toUri(),
                        () -> ParityTest.answersAsAnsibleDid(parityCase, new LabNodes(lab), folder)));
    }
}
