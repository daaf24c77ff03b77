package io.slipway.parity;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same answers and files when the nodes are real ones, behind SSH and without Python.
 *
 * <p>Cases that need a {@link Machine} take some twenty minutes together, half of it for the case of SELinux's policy, whose tools are
 * slow on an emulated processor; {@code -Dparity.case=machines/} takes them alone.
 */
@Tag("full")
class ParityOnNodesTest {

    @TempDir
    static Path home;

    private static @Nullable ParityLab lab;

    @AfterAll
    static void strikeTheLab() {
        if (lab != null) {
            lab.close();
        }
    }

    /** Raised when the first case asks. */
    private static Nodes labNodes() {
        if (lab == null) {
            lab = ParityLab.ofThreeNodes(false, home);
        }
        return lab.nodes();
    }

    @TestFactory
    Stream<DynamicTest> slipwayAnswersAsAnsibleDid(@TempDir Path folder) throws IOException {
        return ParityCase.all()
                .filter(ParityCase::isForLabNodes)
                .map(parityCase ->
                        dynamicTest(parityCase.name(), parityCase.path().toUri(), () -> play(parityCase, folder)));
    }

    private static void play(ParityCase parityCase, Path folder) throws Exception {
        if (parityCase.needsItsOwnNode()) {
            try (OwnNode own = OwnNode.of(parityCase, false, home)) {
                ParityTest.answersAsAnsibleDid(parityCase, own.nodes(), folder);
            }
        } else {
            ParityTest.answersAsAnsibleDid(parityCase, labNodes(), folder);
        }
    }
}
