package io.slipway.cli;

import io.slipway.automation.inventory.Inventory;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.common.Problem;
import io.slipway.pod.journey.ContentOfJourney;
import io.slipway.pod.journey.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code up} and {@code status} are asked with, both of them. */
final class JourneyOptions {

    private final Path program;
    private final Given<Path> folder;
    private final Given<Boolean> install;
    private final Given<Boolean> again;

    /** @param program where Slipway lies, with its playbooks */
    JourneyOptions(Syntax syntax, Path program) {
        this.program = program;
        folder = syntax.option(
                "--playbooks",
                "FOLDER",
                Reading.FILE,
                "where site.yml, kubernetes.yml and verify.yml lie (default: Slipway's own)");
        install = syntax.flag(
                "--install",
                "install nodes that do not answer and were never installed; what is on their disks is lost");
        again = syntax.flag("--again", "look at every node again, also where it was done and nothing has changed");
    }

    boolean installs() {
        return install.present();
    }

    boolean anew() {
        return again.present();
    }

    /** @throws CommandException naming every playbook that is not there */
    Path playbooks() {
        Path all = folder.last().orElseGet(() -> program.resolve("playbooks")).toAbsolutePath();
        List<Problem> missing = Stream.of(Stage.values())
                .filter(stage -> !stage.playbook().isEmpty())
                .map(stage -> all.resolve(stage.playbook()))
                .filter(file -> !Files.isRegularFile(file))
                .map(file -> Problem.of("the playbook " + file + " could not be found")
                        .hint("--playbooks names the folder that has it"))
                .toList();
        if (!missing.isEmpty()) {
            throw new CommandException(missing);
        }
        return all;
    }

    /** What a journey with this inventory is made with. */
    String content(Inventory inventory) {
        return ContentOfJourney.digest(playbooks(), inventory);
    }
}
