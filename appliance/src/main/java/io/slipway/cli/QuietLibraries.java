package io.slipway.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * Lets libraries log only what is severe. The JDK makes it when somebody first logs, which most commands never do.
 *
 * @see LogManager
 */
public final class QuietLibraries {

    private static final String SETTINGS = """
            .level=SEVERE
            handlers=java.util.logging.ConsoleHandler
            """;

    public QuietLibraries() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(SETTINGS.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
