package io.slipway.cli.output;

import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.TaskResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The last result of each host in a file called like it, as Ansible's {@code tree} callback writes them. */
public final class TreeOutput implements RunListener {

    private final Path folder;
    private final Consumer<String> warnings;

    /** @param folder is made when it is missing */
    public TreeOutput(Path folder, Consumer<String> warnings) {
        this.folder = folder;
        this.warnings = warnings;
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.TaskDone done && done.result().status() != TaskResult.Status.SKIPPED) {
            write(done.result());
        }
    }

    /** A host's name may hold what would lead out of the folder. */
    private void write(TaskResult result) {
        Path file = folder.resolve(result.host()).normalize();
        if (!folder.normalize().equals(file.getParent())) {
            warnings.accept("Unable to write to " + result.host() + "'s file: its name is no file name");
            return;
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(file, ResultText.plain(result));
        } catch (IOException e) {
            warnings.accept("Unable to write to " + result.host() + "'s file: " + e);
        }
    }
}
