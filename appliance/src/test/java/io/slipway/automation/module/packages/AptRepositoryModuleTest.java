package io.slipway.automation.module.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptRepositoryModuleTest {

    private static final String LIST = "# the  main one\ndeb  http://old.example.org/debian bookworm main # keep\n";
    private static final String UPDATE = "apt-get [-q] [-o] [APT::Update::Error-Mode=any] [update]";

    @TempDir
    Path temp;

    private final AptRepositoryModule module = new AptRepositoryModule();
    private AptHouse apt;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void aNode() {
        apt = new AptHouse(temp);
        apt.has("sources.list", LIST);
        node = apt.tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    @Test
    void aSourceThatIsThereCostsOneExchange() {
        ModuleResult result = calls.run(module, "repo", " deb http://old.example.org/debian  bookworm main");
        assertFalse(result.changed());
        assertEquals("present", result.values().get("state"));
        assertFalse(calls.run(module, "repo", "deb http://gone.example.org x main", "state", "absent")
                .changed());
        assertEquals(2, node.exchanges());
        assertEquals(List.of(), apt.tools.log());
    }

    @Test
    void aPpaIsTakenAwayWithoutAskingAnybody() {
        apt.has("sources.list.d/p.list", """
                deb http://ppa.example.org/me/tools/ubuntu jammy main
                deb [arch=amd64] https://ppa.example.org/me/tools/ubuntu/ noble main
                deb http://ppa.example.org/me/tools-more/ubuntu jammy main
                """);
        assertFalse(
                calls.run(module, "repo", "ppa:nobody/ppa", "state", "absent").changed());
        assertTrue(
                calls.run(module, "repo", "ppa:me/tools", "state", "absent", "codename", "noble", "update_cache", false)
                        .changed());
        assertTrue(calls.run(module, "repo", "ppa:me/tools", "state", "absent", "update_cache", false)
                .changed());
        assertEquals("deb http://ppa.example.org/me/tools-more/ubuntu jammy main\n", apt.text("sources.list.d/p.list"));
    }

    @Test
    void aNewSourceGetsAFileOfItsOwn() throws Exception {
        String repo =
                "deb [arch=amd64 signed-by=/k.gpg] https://me:pw@mirror.example.org/ubuntu/x  jammy  main universe";
        ModuleResult result = calls.diff(module, "repo", repo, "mode", "0600");
        assertTrue(result.changed());
        Path file = apt.etc.resolve("sources.list.d/mirror_example_org_ubuntu_x.list");
        assertEquals(
                "deb [arch=amd64 signed-by=/k.gpg] https://me:pw@mirror.example.org/ubuntu/x jammy main universe\n",
                Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of(file.toString()), result.values().get("sources_added"));
        assertEquals("/dev/null", result.diffs().getFirst().beforeHeader());
        assertEquals(List.of(UPDATE), apt.tools.log());
        assertFalse(calls.run(module, "repo", repo).changed());
        assertTrue(calls.run(module, "repo", repo, "state", "absent", "update_cache", false)
                .changed());
        assertFalse(Files.exists(file));
        assertEquals(1, apt.tools.log().size());
    }

    @Test
    void theFileCanBeNamed() {
        calls.run(module, "repo", "deb http://a.example.org s main", "filename", "my repo;$(x)", "update_cache", false);
        calls.run(module, "repo", "deb-src http://a.example.org s main", "filename", "my repo;$(x)");
        assertEquals(
                "deb http://a.example.org s main\ndeb-src http://a.example.org s main\n",
                apt.text("sources.list.d/my repo;$(x).list"));
    }

    @Test
    void aSourceThatIsCommentedOutIsSwitchedOnWhereItStands() {
        apt.has("sources.list.d/x.list", "\n#deb http://x.example.org s  main # mine\n# about x\n");
        assertTrue(calls.run(module, "repo", "deb http://x.example.org s main").changed());
        assertEquals("\ndeb http://x.example.org s main # mine\n# about x\n", apt.text("sources.list.d/x.list"));
        calls.run(module, "repo", "deb http://x.example.org s main", "state", "absent");
        assertEquals("\n# about x\n", apt.text("sources.list.d/x.list"));
        assertEquals(LIST, apt.text("sources.list"));
    }

    @Test
    void checkModeOnlyPredicts() {
        ModuleResult result = calls.check(module, "repo", "deb http://new.example.org s main");
        assertTrue(result.changed());
        assertEquals(
                "deb http://new.example.org s main\n", result.diffs().getFirst().after());
        assertFalse(Files.exists(apt.etc.resolve("sources.list.d/new_example_org.list")));
        assertEquals(List.of(), apt.tools.log());
    }

    @Test
    void aSourceThatAptCannotReadIsTakenBack() {
        apt.tools.have(
                "apt-get", "echo \"E: The repository 'http://b.example.org s Release' is not signed.\" >&2; exit 100");
        String said = calls.failure(
                module, "repo", "deb http://b.example.org s main", "update_cache_retries", 1L, "filename", "b");
        assertTrue(
                said.startsWith(
                        "Failed to update apt cache: E: The repository 'http://b.example.org s Release' is not"),
                said);
        assertTrue(said.contains("serve it signed"), said);
        assertFalse(Files.exists(apt.etc.resolve("sources.list.d/b.list")));
        assertTrue(calls.failure(
                        module,
                        "repo",
                        "deb http://old.example.org/debian bookworm main",
                        "state",
                        "absent",
                        "update_cache_retries",
                        1L)
                .startsWith("Failed to update"));
        assertEquals(LIST, apt.text("sources.list"));
    }

    @Test
    void whatIsNoSourceIsRefused() {
        assertTrue(
                calls.failure(module, "repo", "http://x.example.org s main").startsWith("Invalid repository string"));
        assertTrue(calls.failure(module, "repo", "#deb http://x s main").startsWith("Invalid repository string"));
        assertTrue(calls.failure(module, "repo", "deb http://x s main\ndeb http://evil s main")
                .startsWith("Invalid repository string"));
        assertTrue(calls.failure(module, "repo", "ppa:deadsnakes/ppa").contains("only Launchpad on the Internet"));
    }
}
