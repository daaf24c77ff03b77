package io.slipway.automation.module.packages;

import io.slipway.automation.module.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folders of an apt that is nobody's, with stand-ins for its programs. */
final class AptHouse {

    final Path etc;
    final Tools tools;

    AptHouse(Path temp) {
        etc = temp.resolve("etc/apt");
        tools = new Tools(temp)
                .quietly("apt-config", """
                        echo "_list='%1$s/sources.list'"; echo "_parts='%1$s/sources.list.d/'"; echo "_etc='%1$s/'"
                        echo "_trusted='%1$s/trusted.gpg'"; echo "_rings='%1$s/trusted.gpg.d/'"
                        """.formatted(etc))
                .have("apt-get", "")
                .quietly("apt-helper", """
                        while [ "$1" = -o ]; do shift 2; done
                        [ "$1" = download-file ] && cp "${2#file://}" "$3"
                        """);
        try {
            Files.createDirectories(etc.resolve("sources.list.d"));
            Files.createDirectories(etc.resolve("trusted.gpg.d"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path has(String name, String text) {
        try {
            return Files.writeString(etc.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        try {
            return Files.readString(etc.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
