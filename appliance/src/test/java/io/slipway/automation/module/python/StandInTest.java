package io.slipway.automation.module.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same table of argument specs and calls, by the module_utils of real ansible-core and by ours. */
@Tag("full")
class StandInTest {

    private static final Path OURS = Path.of("src/main/resources/io/slipway/automation/module/python");
    private static final Path TABLE = Path.of("src/test/resources/io/slipway/automation/module/python/table.py");

    @Test
    void modulesGetTheSameAnswersFromOursAsFromAnsibles() throws IOException, InterruptedException {
        List<String> ansible = played("");
        assertTrue(ansible.size() > 150, "ansible-core is not there: " + ansible);
        assertEquals(
                String.join("\n", ansible),
                String.join("\n", played(OURS.toAbsolutePath().toString())));
    }

    private static List<String> played(String path) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/python3", TABLE.toString()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("PYTHONHASHSEED", "0", "PYTHONDONTWRITEBYTECODE", "1", "PYTHONPATH", path));
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        return text.lines().toList();
    }
}
