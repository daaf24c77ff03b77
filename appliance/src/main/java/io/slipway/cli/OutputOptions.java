package io.slipway.cli;

import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import java.nio.file.Path;
import java.util.Optional;

/** What a run writes. */
final class OutputOptions {

    private static final String JSON = "json";

    private final Given<String> form;
    private final Given<Path> junit;
    private final Given<Boolean> profile;

    OutputOptions(Syntax syntax) {
        form = syntax.option(
                "--output",
                "FORM",
                Reading.oneOf("text", JSON),
                "text or json (default: stdout_callback of ansible.cfg, else text)");
        junit = syntax.option("--junit", "FILE", Reading.FILE, "also write a JUnit report");
        profile = syntax.flag("--profile", "say when each task began, and at the end which took longest");
    }

    boolean json() {
        return form.or("").equals(JSON);
    }

    Optional<Path> junit() {
        return junit.last();
    }

    boolean profile() {
        return profile.present();
    }
}
