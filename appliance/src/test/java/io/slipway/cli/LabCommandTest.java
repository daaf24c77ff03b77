package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.lab.Group;
import io.slipway.lab.Lab;
import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.LabException;
import io.slipway.lab.Subnet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabCommandTest {

    private static final Lab LAB = new Lab(
            "lab",
            Subnet.parse("10.77.3.0/24"),
            "10.77.3.1",
            "",
            List.of(new LabNode("dgx01", Group.COMPUTE, "10.77.3.101")),
            Path.of("/h/lab"));

    @TempDir
    Path home;

    @Test
    void sshTrustsTheLabsHostKeysOnly() {
        assertEquals(
                "ssh -F none -i /h/lab/id_ed25519 -o IdentitiesOnly=yes -o UserKnownHostsFile=/h/lab/known_hosts"
                        + " -o StrictHostKeyChecking=yes slipway@10.77.3.101 -- uname -r",
                String.join(" ", LabCommand.sshCommand(LAB, "dgx01", List.of("uname", "-r"))));
    }

    @Test
    void aMisspeltNodeGetsAHint() {
        LabException refusal = assertThrows(LabException.class, () -> LabCommand.sshCommand(LAB, "dgx1", List.of()));
        assertEquals("did you mean 'dgx01'?", refusal.problem().hint());
    }

    @Test
    void itStandsUnderARootThatHasHelpAsWell(@TempDir Path home) {
        Slipway slipway = new Slipway(home);
        assertEquals(0, slipway.run("lab", "ssh", "--help").status());
        assertEquals(0, slipway.run("lab", "up", "--help").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab", "lab up", "demo"})
    void theHelpOfWhatRaisesALabNamesTheEnvironment(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add("--help");
        String help = new Slipway(home).run(words.toArray(String[]::new)).out();
        assertTrue(help.contains("DOCKER_HOST") && help.contains("SLIPWAY_LAB_CACHE"), help);
    }

    @Test
    void aLabThatIsNotThereIsAProblemWithAWayOut() {
        Slipway.Said said = new Slipway(home).run("lab", "status", "--name", "x");
        assertEquals(1, said.status());
        assertTrue(said.err().contains("hint: slipway lab up --name x"), said.err());
    }
}
