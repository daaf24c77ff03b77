package io.slipway.parity;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
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

    @TempDir
    static Path home;

    private static ParityLab lab;

    @BeforeAll
    static void raiseTheLab() {
        lab = new ParityLab("parity", false, home);
    }

    @AfterAll
    static void strikeTheLab() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> slipwayAnswersAsAnsibleDid(@TempDir Path folder) throws IOException {
        return ParityCase.all()
                .filter(ParityCase::isForLabNodes)
                .map(parityCase -> dynamicTest(
                        parityCase.name(),
                        parityCase.path().toUri(),
                        () -> ParityTest.answersAsAnsibleDid(parityCase, lab.nodes(), folder)));
    }
}
