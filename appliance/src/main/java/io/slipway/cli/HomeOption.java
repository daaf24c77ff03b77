package io.slipway.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option that every command has. */
final class HomeOption {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "where Slipway keeps its state (else SLIPWAY_HOME, else /var/lib/slipway)")
    private @Nullable Path home;

    Optional<Path> path() {
        return Optional.ofNullable(home);
    }
}
