package io.slipway.parity;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Slipway answers each case as Ansible did when the case was recorded, or, where it differs on purpose, as the case says.
 *
 * <p>{@code -Dparity.case=TEXT} plays only the cases whose path contains TEXT.
 */
class ParityTest {

    @TestFactory
    Stream<DynamicTest> slipwayAnswersAsAnsibleDid(@TempDir Path folder) throws IOException {
        return ParityCase.all()
                .filter(ParityCase::isForThisMachine)
                .map(parityCase -> dynamicTest(
                        parityCase.name(),
                        parityCase.path().toUri(),
                        () -> answersAsAnsibleDid(parityCase, Nodes.HERE, folder)));
    }

    static void answersAsAnsibleDid(ParityCase parityCase, Nodes nodes, Path folder) throws Exception {
        Sandbox.Outcome outcome = Sandbox.play(
                parityCase,
                new SlipwayTool(folder.resolve("home").resolve(parityCase.name())),
                nodes,
                folder.resolve("sandbox"));
        Difference.refuse("the session", parityCase.wanted(), outcome.session());
        Difference.refuse("what is left on the nodes", parityCase.tree(), outcome.tree());
        if (parityCase.sections().containsKey("slipway")) {
            assertTrue(parityCase.sections().containsKey("because"), "a difference has a reason");
            assertNotEquals(
                    parityCase.sections().get("ansible"),
                    outcome.session(),
                    "nothing differs: drop the section 'slipway'");
        }
    }
}
