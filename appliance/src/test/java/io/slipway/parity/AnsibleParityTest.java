package io.slipway.parity;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The installed Ansible (Debian 12's, ansible-core 2.14) still answers each case as recorded: on this machine, or on nodes of a lab that
 * have Python where the case needs such.
 *
 * <p>Cases that need a {@link Machine} take some fifty minutes together: Python is slow on an emulated processor.
 *
 * <p>{@code -Dparity.record=true} writes its answers into the cases instead; {@code -Dparity.case=TEXT} takes only some of them.
 */
@Tag("full")
class AnsibleParityTest {

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
            lab = ParityLab.ofThreeNodes(true, home);
        }
        return lab.nodes();
    }

    @TestFactory
    Stream<DynamicTest> ansibleAnswersAsRecorded(@TempDir Path folder) throws IOException {
        boolean record = Boolean.getBoolean("parity.record");
        return ParityCase.all()
                .map(parityCase ->
                        dynamicTest(parityCase.name(), parityCase.path().toUri(), () -> {
                            Sandbox.Outcome outcome = played(parityCase, folder.resolve("sandbox"));
                            if (record) {
                                Files.writeString(
                                        parityCase.path(),
                                        parityCase
                                                .with("ansible", outcome.session())
                                                .with("tree", outcome.tree())
                                                .text());
                            } else {
                                Difference.refuse(
                                        "the session", parityCase.sections().get("ansible"), outcome.session());
                                Difference.refuse("what is left on the nodes", parityCase.tree(), outcome.tree());
                            }
                        }));
    }

    private static Sandbox.Outcome played(ParityCase parityCase, Path folder) throws Exception {
        if (parityCase.needsItsOwnNode()) {
            try (OwnNode own = OwnNode.of(parityCase, true, home)) {
                return Sandbox.play(parityCase, new Ansible(), own.nodes(), folder);
            }
        }
        Nodes nodes = parityCase.isForThisMachine() ? Nodes.HERE : labNodes();
        return Sandbox.play(parityCase, new Ansible(), nodes, folder);
    }
}
