package io.slipway.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run writes. */
final class OutputOptions {

    private enum Form {
        text,
        json
    }

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "text or json (default: stdout_callback of ansible.cfg, else text)")
    private @Nullable Form form;

    @Option(names = "--junit", paramLabel = "FILE", description = "also write a JUnit report")
    private @Nullable Path junit;

    @Option(names = "--profile", description = "say when each task began, and at the end which took longest")
    private boolean profile;

    boolean json() {
        return form == Form.json;
    }

    Optional<Path> junit() {
        return Optional.ofNullable(junit);
    }

    boolean profile() {
        return profile;
    }
}
