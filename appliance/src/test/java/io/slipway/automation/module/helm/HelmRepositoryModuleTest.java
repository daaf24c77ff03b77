package io.slipway.automation.module.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelmRepositoryModuleTest {

    private static final String URL = "https://charts.example";

    @TempDir
    Path temp;

    private final HelmRepositoryModule module = new HelmRepositoryModule();

    @Test
    void isAddedOnceWithItsPasswordUnseen() {
        FakeHelm helm = new FakeHelm(temp);
        assertTrue(helm.calls.check(module, "name", "stable", "url", URL).changed());
        assertEquals(List.of(), helm.changes());
        ModuleResult added =
                helm.calls.run(module, "name", "stable", "url", URL, "username", "u v", "password", "hidden");
        assertTrue(added.changed());
        assertEquals("added\n", added.values().get("stdout"));
        assertEquals(
                "helm [repo] [add] [--username=u v] [--password-stdin] [--] [stable] [" + URL + "]",
                helm.changes().getLast());
        assertEquals("hidden", helm.text("password"));
        assertFalse(helm.tools.log().toString().contains("hidden"));
        ModuleResult again = helm.calls.run(module, "name", "stable", "url", URL);
        assertFalse(again.changed());
        assertEquals(URL, again.values().get("repo_url"));
    }

    @Test
    void anotherAddressNeedsForce() {
        FakeHelm helm = new FakeHelm(temp);
        helm.calls.run(module, "name", "stable", "url", URL);
        assertTrue(helm.calls
                .failure(module, "name", "stable", "url", "https://other")
                .startsWith("Repository already have a repository named stable"));
        assertTrue(helm.calls
                .run(module, "name", "stable", "url", "https://other", "force", true)
                .changed());
        assertEquals(
                "helm [repo] [add] [--force-update] [--] [stable] [https://other]",
                helm.changes().getLast());
    }

    @Test
    void isRemoved() {
        FakeHelm helm = new FakeHelm(temp);
        assertFalse(helm.calls.run(module, "name", "-x 'y", "state", "absent").changed());
        helm.calls.run(module, "name", "stable", "url", URL);
        assertTrue(helm.calls.run(module, "name", "stable", "state", "absent").changed());
        assertEquals("helm [repo] [rm] [--] [stable]", helm.changes().getLast());
    }

    @Test
    void aReleaseIsTold() {
        FakeHelm helm = new FakeHelm(temp);
        HelmInfoModule info = new HelmInfoModule();
        assertFalse(helm.calls.run(info, "name", "r", "namespace", "n").values().containsKey("status"));
        helm.calls.run(new HelmModule(), "name", "r", "namespace", "n", "chart_ref", "c");
        ModuleResult told = helm.calls.check(
                info, "name", "r", "namespace", "n", "release_state", List.of("all", "odd"), "get_all_values", true);
        var status = Helm.map(told.values().get("status"));
        assertEquals("NOTES:\nhello\n", status.get("notes"));
        assertEquals(List.of(), status.get("hooks"));
        assertEquals("[{kind=ConfigMap}, {kind=Secret}]", String.valueOf(status.get("manifest")));
        assertTrue(helm.tools.log().contains("helm [list] [--output=json] [--all] [--filter=^r$]"));
        assertTrue(helm.tools.log().contains("helm [get] [values] [--output=json] [--all] [--] [r]"));
    }
}
