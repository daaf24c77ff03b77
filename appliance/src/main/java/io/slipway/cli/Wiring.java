package io.slipway.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The one place where everything is put together. Nothing is made before a command needs it. */
final class Wiring {

    private static final String DEFAULT_HOME = "/var/lib/slipway";

    private final Console console;
    private final Map<String, String> environment;

    Wiring(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    CommandLine commands() {
        HomeOption home = new HomeOption();
        CommandLine root = new CommandLine(new Main.Root());
        root.addMixin("home", home);
        return root;
    }

    /** Where state lives: {@code --home}, {@code SLIPWAY_HOME}, else {@code /var/lib/slipway}. */
    Supplier<Path> home(HomeOption option) {
        return () -> option.path()
                .orElseGet(() -> Path.of(environment.getOrDefault("SLIPWAY_HOME", DEFAULT_HOME)))
                .toAbsolutePath();
    }

    Console console() {
        return console;
    }
}
