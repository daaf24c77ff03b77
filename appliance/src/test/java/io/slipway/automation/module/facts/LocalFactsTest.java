package io.slipway.automation.module.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts that a node's own files and programs tell. */
class LocalFactsTest {

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void aFolder() throws Exception {
        folder = Files.createDirectory(temp.resolve("facts.d"));
    }

    private void write(String name, String content) throws Exception {
        Files.writeString(folder.resolve(name), content);
    }

    private void program(String name, String script) throws Exception {
        write(name, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ModuleResult gathered() {
        return new Calls(new LocalNode(), new FakeController(temp))
                .run(
                        new SetupModule(),
                        "gather_subset",
                        List.of("!all", "!min", "local"),
                        "fact_path",
                        folder.toString());
    }

    private static Map<?, ?> local(ModuleResult result) {
        return (Map<?, ?>) ((Map<?, ?>) result.values().get("ansible_facts")).get("ansible_local");
    }

    @Test
    void filesAndProgramsTellJsonOrSections() throws Exception {
        write("json.fact", "{\"a\": [1, true]}");
        write("ini.fact", "[rack]\nname = r1\n");
        program("made.fact", "echo '{\"made\": 1}'");
        write("ignored.txt", "{}");
        assertEquals(
                Map.of(
                        "json", Map.of("a", List.of(1L, true)),
                        "ini", Map.of("rack", Map.of("name", "r1")),
                        "made", Map.of("made", 1L)),
                local(gathered()));
    }

    @Test
    void whatCannotBeHadIsToldAndTheRestIsThere() throws Exception {
        write("good.fact", "1");
        write("bad.fact", "neither");
        program("failing.fact", "echo why >&2; exit 3");
        Files.createSymbolicLink(folder.resolve("gone.fact"), temp.resolve("nowhere"));
        ModuleResult result = gathered();
        Map<?, ?> local = local(result);
        assertEquals(1L, local.get("good"));
        assertEquals(
                "error loading facts as JSON or ini - please check content: " + folder + "/bad.fact", local.get("bad"));
        assertEquals(
                "Failure executing fact script (" + folder + "/failing.fact), rc: 3, err: why\n", local.get("failing"));
        String gone = folder + "/gone.fact";
        assertEquals(
                "Could not stat fact (" + gone + "): [Errno 2] No such file or directory: '" + gone + "'",
                local.get("gone"));
        assertTrue(String.valueOf(result.values().get("warnings")).contains("gone.fact"), result::toString);
    }
}
