package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelBlacklistModuleTest {

    @TempDir
    Path temp;

    private final KernelBlacklistModule blacklist = new KernelBlacklistModule();
    private final LocalNode node = new LocalNode();

    @Test
    void modulesComeAndGo() throws IOException {
        Path file = temp.resolve("-odd 'file'.conf");
        Calls calls = new Calls(node, new FakeController(temp));
        Object[] nouveau = {"name", "nouveau", "blacklist_file", file.toString()};
        assertTrue(calls.check(blacklist, nouveau).changed());
        assertFalse(Files.exists(file));
        assertEquals(
                List.of("blacklist nouveau"),
                calls.run(blacklist, nouveau).values().get("lines"));
        node.forget();
        assertFalse(calls.run(blacklist, nouveau).changed());
        assertEquals(1, node.exchanges());
        Files.writeString(file, "# blacklist nouveau\nblacklist  nouveau \nblacklist nouveau2");
        assertTrue(calls.run(blacklist, "name", "nouveau", "blacklist_file", file.toString(), "state", "absent")
                .changed());
        assertEquals("# blacklist nouveau\nblacklist nouveau2\n", Files.readString(file));
        try (Stream<Path> left = Files.list(temp)) {
            assertEquals(List.of(file), left.toList());
        }
        assertEquals("'a\nb' cannot be the name of a kernel module", calls.failure(blacklist, "name", "a\nb"));
    }
}
