package io.slipway.automation.module.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodmanImageModuleTest {

    private static final String ID = "d740c53d7fe9ee8caca23a0f15492fd4ce45db3739362daefe2ded24e3655630";

    @TempDir
    Path temp;

    private final PodmanImageModule module = new PodmanImageModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void noImages() {
        tools = new Tools(temp);
        podman("[]", "exit 0");
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    /** A podman whose questions are not logged. @param acts what its other commands do */
    private void podman(String images, String acts) {
        tools.have("act", acts);
        tools.quietly("podman", """
                case "$1 $2" in
                "image ls") case $* in *--quiet*) echo sha256:%s ;; *) echo '%s' ;; esac ;;
                "inspect "*) echo '[{"Digest": "sha256:new", "Architecture": "amd64"}]' ;;
                "info "*) printf 'docker.io\\nquay.io\\n' ;;
                *) act "$@" ;;
                esac""".formatted(ID, images));
    }

    @Test
    void whatIsNotThereIsPulled() {
        assertTrue(calls.check(module, "name", "redis", "tag", "4").changed());
        assertEquals(List.of(), tools.log());
        ModuleResult result = calls.run(
                module,
                "name",
                "redis:5",
                "arch",
                "arm64",
                "validate_certs",
                false,
                "auth_file",
                "/a b",
                "ca_cert_dir",
                "/certs");
        assertTrue(result.changed());
        assertEquals(List.of("Pulled image redis:5"), result.values().get("actions"));
        assertEquals(
                List.of(Map.of("Digest", "sha256:new", "Architecture", "amd64")),
                result.values().get("image"));
        assertEquals(
                List.of(
                        "act [pull] [redis:5] [-q] [--arch] [arm64] [--tls-verify=false] [--cert-dir] [/certs] [--authfile] [/a b]"),
                tools.log());
    }

    @Test
    void whatIsThereIsLeftAloneUnlessForced() {
        podman("[{\"Digest\": \"sha256:new\"}]", "");
        assertFalse(calls.run(module, "name", "redis").changed());
        assertFalse(calls.run(module, "name", "redis", "arch", "amd64").changed());
        assertEquals(List.of(), tools.log());
        assertEquals(2, node.exchanges(), "converged is one exchange");
        assertFalse(calls.run(module, "name", "redis", "force", true).changed(), "the same image came");
        assertTrue(calls.run(module, "name", "redis", "arch", "arm64").changed());
        assertEquals(
                List.of("act [pull] [redis:latest] [-q]", "act [pull] [redis:latest] [-q] [--arch] [arm64]"),
                tools.log());
    }

    @Test
    void anImageIsBuilt() {
        podman("[]", "echo built");
        ModuleResult result = calls.run(
                module,
                "name",
                "r/x",
                "state",
                "build",
                "path",
                "-a 'b'",
                "build",
                Map.of(
                        "annotation",
                        Map.of("app", "a b"),
                        "cache",
                        false,
                        "force_rm",
                        true,
                        "rm",
                        false,
                        "format",
                        "docker",
                        "file",
                        "/f",
                        "volume",
                        List.of("/a:/b"),
                        "extra_args",
                        "--build-arg 'K=v w'"));
        assertEquals("built", result.values().get("stdout"));
        assertEquals(
                List.of(
                        "act [build] [-t] [r/x:latest] [--annotation] [app=a b] [--force-rm] [--format] [docker] [--no-cache]"
                                + " [--file] [/f] [--volume] [/a:/b] [--build-arg] [K=v w] [./-a 'b']"),
                tools.log());
        assertTrue(calls.failure(module, "name", "x", "path", "/p", "build", Map.of("format", "tar"))
                .contains("must be one of: docker, oci, got: tar"));
    }

    @Test
    void anImageIsPushed() {
        podman("[{\"Digest\": \"sha256:new\"}]", "");
        ModuleResult named =
                calls.run(module, "name", "quay.io/a/x", "push", true, "push_args", Map.of("compress", true));
        assertEquals(List.of("Pushed image quay.io/a/x:latest"), named.values().get("actions"));
        ModuleResult to = calls.run(module, "name", "x", "push", true, "push_args", Map.of("dest", "quay.io/a/x/"));
        assertEquals(
                List.of("Pushed image x:latest to quay.io/a/x/"), to.values().get("actions"));
        assertTrue(String.valueOf(to.values().get("warnings")).contains("quay.io/a/ is enough"));
        calls.run(module, "name", "x", "push", true, "push_args", Map.of("destination", "/out", "transport", "dir"));
        assertEquals(
                List.of(
                        "act [push] [--compress] [quay.io/a/x:latest]",
                        "act [push] [x:latest] [quay.io/a/x:latest]",
                        "act [push] [x:latest] [dir:/out]"),
                tools.log());
        assertTrue(
                calls.failure(module, "name", "x", "push", true).startsWith("x:latest names no registry to push to"));
    }

    @Test
    void aLoginIsInAPrivateFileWhilePodmanRuns() {
        podman(
                "[]",
                "stat -c %a \"$REGISTRY_AUTH_FILE\"; cat \"$REGISTRY_AUTH_FILE\" >&2; echo \"$REGISTRY_AUTH_FILE\" >"
                        + temp + "/where; exit 1");
        Map<String, ?> failed = calls.failedValues(module, "name", "redis", "username", "u", "password", "geheim");
        assertEquals("600", String.valueOf(failed.get("stdout")).strip());
        assertEquals(
                "{\"auths\":{\"docker.io\":{\"auth\":\"dTpnZWhlaW0=\"},\"quay.io\":{\"auth\":\"dTpnZWhlaW0=\"}}}",
                String.valueOf(failed.get("stderr")).replace(" ", ""));
        assertEquals(List.of("act [pull] [redis:latest] [-q]"), tools.log());
        assertTrue(node.scripts().stream().noneMatch(script -> script.text().contains("geheim")));
        assertTrue(node.run(Script.of("[ ! -e \"$(cat " + temp + "/where)\" ]")).ok(), "the file is gone");
    }

    @Test
    void anImageIsRemovedByNameOrWholeId() {
        assertFalse(calls.run(module, "name", "d740c53d7fe", "state", "absent").changed(), "too short to be sure");
        assertEquals(
                List.of("Removed image with id d740c53d7fe9:latest"),
                calls.run(module, "name", "d740c53d7fe9", "state", "absent")
                        .values()
                        .get("actions"));
        podman("[{\"Digest\": \"sha256:new\"}]", "");
        ModuleResult removed = calls.run(module, "name", "redis:4", "state", "absent", "force", true);
        assertEquals(List.of("Removed image redis"), removed.values().get("actions"));
        assertEquals(Map.of("state", "Deleted"), removed.values().get("image"));
        assertEquals(List.of("act [rmi] [d740c53d7fe9]", "act [rmi] [redis:4] [--force]"), tools.log());
    }

    @Test
    void whatFailsSaysWhy() {
        podman("[]", "echo no space >&2; exit 125");
        assertEquals("Failed to pull image a b';$x:latest: no space", calls.failure(module, "name", "a b';$x"));
        assertTrue(
                calls.failure(module, "name", "x", "pull", false).startsWith("Failed to find image x:latest locally"));
        assertEquals("'-f' is not the name of an image", calls.failure(module, "name", "-f"));
        assertTrue(
                calls.failure(module, "name", "x", "executable", "no-podman").contains("install the package podman"));
        assertEquals(List.of("act [pull] [a b';$x:latest] [-q]"), tools.log());
    }
}
