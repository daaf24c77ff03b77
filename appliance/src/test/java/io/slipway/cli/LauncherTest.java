package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherTest {

    @ParameterizedTest
    @CsvSource({
        "'', C.UTF-8 UTF-8",
        "LANG=C, C.UTF-8 UTF-8",
        "LC_ALL=POSIX, C.UTF-8 UTF-8",
        "LC_ALL=xx_XX.UTF-8, C.UTF-8 UTF-8",
        "LC_CTYPE=C.UTF-8, unset UTF-8",
        "LC_ALL=C.UTF-8, C.UTF-8 UTF-8"
    })
    void theLocaleIsMadeUtf8UnlessItIs(String setting, String expected) throws Exception {
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", ". ./.ci/lib.sh; use_utf8; echo \"${LC_ALL:-unset} $(locale charmap)\"");
        Map<String, String> environment = shell.environment();
        environment.keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
        if (!setting.isEmpty()) {
            environment.put(setting.split("=")[0], setting.split("=")[1]);
        }
        Process process = shell.directory(Slipway.repository().toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals(expected + "\n", said);
    }
}
