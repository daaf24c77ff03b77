package io.slipway.automation.module.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitModuleTest {

    @TempDir
    Path temp;

    private final GitModule git = new GitModule();
    private final LocalNode node = new LocalNode();
    private Calls calls;
    private String dest;

    @BeforeEach
    void aRepository() {
        calls = new Calls(node, new FakeController(temp));
        dest = temp + "/-the \"clone\"";
        sh(
                "git init -q -b main r && cd r && git config user.name a && git config user.email a@b && echo 1 >f && git add f"
                        + " && git commit -qm 1 && git tag v1 && echo 2 >f && git commit -qam 2 && git branch dev v1");
    }

    private String sh(String script) {
        var reply = node.run(Script.of("cd '" + temp + "' && " + script));
        assertTrue(reply.ok(), reply.err());
        node.forget();
        return reply.out().strip();
    }

    private ModuleResult run(Object... more) {
        return calls.run(git, with(more));
    }

    private Object[] with(Object... more) {
        Object[] all = new Object[more.length + 4];
        all[0] = "repo";
        all[1] = temp + "/r";
        all[2] = "dest";
        all[3] = dest;
        System.arraycopy(more, 0, all, 4, more.length);
        return all;
    }

    @Test
    void aCloneFollowsItsVersion() throws IOException {
        String head = sh("git -C r rev-parse HEAD");
        ModuleResult predicted = calls.check(git, with());
        assertTrue(predicted.changed());
        assertEquals(head, predicted.values().get("after"));
        assertFalse(Files.exists(Path.of(dest)));
        ModuleResult cloned = run();
        assertTrue(cloned.changed());
        assertNull(cloned.values().get("before"));
        assertEquals(head, cloned.values().get("after"));
        node.forget();
        assertFalse(run().changed());
        assertEquals(1, node.exchanges());
        assertTrue(run("version", "v1").changed());
        assertEquals("1\n", Files.readString(Path.of(dest, "f")));
        assertFalse(run("version", "dev").changed());
        String newer = sh("cd r && echo 3 >f && git commit -qam 3 && git rev-parse HEAD");
        assertFalse(run("update", false).changed());
        assertEquals(newer, calls.check(git, with("version", "main")).values().get("after"));
        assertEquals(newer, run("version", "main").values().get("after"));
    }

    @Test
    void localChangesAreKeptUnlessForced() throws IOException {
        run();
        Files.writeString(Path.of(dest, "f"), "mine");
        assertEquals(
                "Local modifications exist in the destination: " + dest + " (force=no).",
                calls.failure(git, with()).replace("./-the", "-the"));
        assertTrue(run("force", true).changed());
        assertEquals("2\n", Files.readString(Path.of(dest, "f")));
    }

    @Test
    void theRepositoryMayMove() {
        run();
        sh("git clone -q --bare r r2");
        ModuleResult moved = calls.run(git, "repo", temp + "/r2", "dest", dest);
        assertTrue(moved.changed());
        assertEquals(true, moved.values().get("remote_url_changed"));
        assertTrue(calls.run(git, "repo", "file://" + temp + "/r", "dest", temp + "/b", "bare", true, "depth", 1)
                .changed());
    }

    @Test
    void failuresSayWhatGitSaid() {
        assertTrue(calls.failure(git, with("version", "-nope")).contains("-nope"));
        assertTrue(calls.failure(git, "repo", temp + "/none", "dest", dest).startsWith("Failed to clone"));
        String predicted = assertThrows(
                        ModuleFailure.class, () -> calls.check(git, "repo", temp + "/none", "dest", dest))
                .getMessage();
        assertTrue(predicted.startsWith("cannot read the repository " + temp + "/none: fatal:"), predicted);
        assertTrue(calls.failure(git, "repo", "x").contains("destination directory must be specified"));
        Calls bare = new Calls(new LocalNode("/bin/sh").env("PATH", "/nowhere"), new FakeController(temp));
        assertTrue(bare.failure(git, "repo", "x", "dest", "/y", "executable", "/no/git")
                .contains("install the package git"));
    }
}
