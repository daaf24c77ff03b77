package io.slipway.automation.module.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code dnf} and {@code rpm} on a system of their own in a folder, with a repository of packages built for the purpose. */
@Tag("scenario")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DnfScenarioTest {

    private static final String SPEC = """
            Name: %s
            Version: %s
            Release: 1
            Summary: for a test
            License: none
            BuildArch: noarch
            %s
            %%description
            For a test.
            %%files
            """;

    @TempDir
    Path temp;

    private final DnfModule dnf = new DnfModule();
    private final YumRepositoryModule repository = new YumRepositoryModule();
    private Calls calls;

    @BeforeEach
    void aRepositoryWithTwoVersionsAndADependency() throws Exception {
        calls = new Calls(new LocalNode(), new FakeController(temp));
        build("alpha", "1.0", "");
        build("alpha", "2.0", "");
        build("beta", "1.0", "Requires: alpha");
        does("createrepo_c", "-q", temp.resolve("repo").toString());
        Files.createDirectories(temp.resolve("repos.d"));
        Files.writeString(temp.resolve("dnf.conf"), "[main]\nreposdir=" + temp.resolve("repos.d") + "\n");
        assertTrue(calls.run(
                        repository,
                        "name",
                        "pod",
                        "description",
                        "The pod",
                        "baseurl",
                        "file://" + temp.resolve("repo"),
                        "gpgcheck",
                        false,
                        "reposdir",
                        temp.resolve("repos.d").toString())
                .changed());
    }

    private void build(String name, String version, String more) throws Exception {
        Path spec = Files.writeString(temp.resolve(name + ".spec"), SPEC.formatted(name, version, more));
        does(
                "rpmbuild",
                "--quiet",
                "-bb",
                "--define",
                "_topdir " + temp.resolve("top"),
                "--define",
                "_rpmdir " + temp.resolve("repo"),
                spec.toString());
    }

    private void does(String... words) throws Exception {
        Path said = temp.resolve("said");
        int status = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        assertEquals(0, status, Arrays.toString(words) + Files.readString(said));
    }

    private Object[] on(Object... arguments) {
        return Stream.concat(
                        Stream.of(
                                "conf_file",
                                temp.resolve("dnf.conf").toString(),
                                "installroot",
                                temp.resolve("root").toString(),
                                "releasever",
                                "9"),
                        Arrays.stream(arguments))
                .toArray();
    }

    private Object results(Object... arguments) {
        return calls.run(dnf, on(arguments)).values().get("results");
    }

    @Test
    void packagesComeAndGo() {
        assertEquals(
                List.of("Installed: alpha-1.0-1.noarch"),
                calls.check(dnf, on("name", "alpha-1.0")).values().get("results"));
        assertEquals(List.of("Installed: alpha-1.0-1.noarch"), results("name", "alpha-1.0"));
        assertEquals(List.of(), results("name", "alpha"));
        assertEquals(
                List.of("Installed: alpha-2.0-1.noarch", "Removed: alpha-1.0-1.noarch"),
                results("name", "alpha", "state", "latest"));
        assertFalse(calls.run(dnf, on("name", "alpha", "state", "latest")).changed());
        assertEquals(List.of("Installed: beta-1.0-1.noarch"), results("name", "beta,alpha"));
        assertEquals(
                List.of("Removed: alpha-2.0-1.noarch", "Removed: beta-1.0-1.noarch"),
                results("name", "alpha", "state", "absent"));
        assertFalse(calls.run(dnf, on("name", "alpha,beta", "state", "absent")).changed());
        assertTrue(calls.failure(dnf, on("name", "nope")).contains("No package nope available."));
    }

    @Test
    void anOlderVersionComesOnlyWhereThatIsAllowed() {
        results("name", "alpha-2.0");
        for (String older : List.of("alpha-1.0", "alpha-1.0-1", "alpha-1.0-1.noarch")) {
            assertEquals(List.of(), results("name", older), older);
        }
        assertEquals(
                List.of("Installed: alpha-1.0-1.noarch", "Removed: alpha-2.0-1.noarch"),
                results("name", "alpha-1.0", "allow_downgrade", true));
        assertEquals(
                List.of("Installed: alpha-2.0-1.noarch", "Removed: alpha-1.0-1.noarch"), results("name", "alpha-2.0"));
    }

    @Test
    void aPackageFileIsInstalledOnce() {
        String file = temp.resolve("repo/noarch/alpha-2.0-1.noarch.rpm").toString();
        assertEquals(
                List.of("Installed " + file, "Installed: alpha-2.0-1.noarch"),
                results("name", file, "disable_gpg_check", true));
        assertFalse(calls.run(dnf, on("name", file)).changed());
    }

    @Test
    void whatIsUnreachableIsSaid() throws Exception {
        Files.writeString(
                temp.resolve("repos.d/pod.repo"),
                "[pod]\nname=p\nbaseurl=http://127.0.0.1:9/x\nretries=1\ngpgcheck=0\n");
        String said = calls.failure(dnf, on("name", "alpha"));
        assertTrue(said.contains("the node cannot reach a repository"), said);
    }
}
