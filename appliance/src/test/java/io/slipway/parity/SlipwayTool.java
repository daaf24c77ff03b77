package io.slipway.parity;

import io.slipway.cli.Slipway;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Slipway, in this process. */
record SlipwayTool(Path home) implements Tool {

    @Override
    public Answer answer(String verb, List<String> arguments, Map<String, String> environment) {
        Slipway.Said said = new Slipway(home, environment)
                .run(Stream.concat(Stream.of(verb), arguments.stream()).toArray(String[]::new));
        return new Answer(said.status(), said.out(), said.err());
    }
}
