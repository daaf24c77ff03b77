package io.slipway.automation.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputSettingsTest {

    @TempDir
    Path folder;

    private AnsibleConfig config(String text, Map<String, String> environment) throws IOException {
        Files.writeString(folder.resolve("ansible.cfg"), text);
        return AnsibleConfig.find(folder, environment, warning -> {});
    }

    @Test
    void callbacksGoByTheirShortAndTheirFullNames() throws IOException {
        OutputSettings settings = config("""
                [defaults]
                stdout_callback = ansible.posix.json
                callbacks_enabled = ansible.posix.profile_tasks, timer
                callback_whitelist = junit
                """, Map.of()).output();
        assertEquals("json", settings.callback());
        assertEquals(Set.of("profile_tasks", "timer", "junit"), settings.extras());
    }

    @Test
    void theYamlCallbackIsTheUsualOneWithYaml() throws IOException {
        OutputSettings settings = config("[defaults]\nstdout_callback = community.general.yaml\n", Map.of())
                .output();
        assertEquals("default", settings.callback());
        assertTrue(settings.yaml());
    }

    @Test
    void anUnknownCallbackIsNamedWithItsNeighbour() throws IOException {
        AnsibleConfig config = config("", Map.of("ANSIBLE_STDOUT_CALLBACK", "jsn"));
        ConfigException refused = assertThrows(ConfigException.class, config::output);
        assertEquals(
                "there is no callback 'jsn' for 'stdout_callback'",
                refused.problem().what());
        assertEquals("did you mean 'json'?", refused.problem().hint());
    }

    @Test
    void inventoriesAreReadAsSetInEitherSection() throws IOException {
        InventorySettings settings = config("""
                [defaults]
                inventory_ignore_patterns = old
                force_valid_group_names = ignore
                hash_behaviour = merge
                [inventory]
                ignore_extensions = .skip, ~
                host_pattern_mismatch = error
                enable_plugins = ansible.builtin.ini, advanced_host_list
                """, Map.of()).inventorySettings();
        assertEquals(
                new InventorySettings(
                        List.of(".skip", "~"),
                        List.of("old"),
                        List.of("ini", "advanced_host_list"),
                        "ignore",
                        "error",
                        true),
                settings);
        assertEquals(InventorySettings.USUAL, config("", Map.of()).inventorySettings());
    }

    @Test
    void profilesAndReportsHaveTheirOwnSettings() throws IOException {
        OutputSettings settings = config(
                        "[callback_profile_tasks]\ntask_output_limit = 5\nsort_order = ascending\n",
                        Map.of("JUNIT_OUTPUT_DIR", "reports", "JUNIT_FAIL_ON_CHANGE", "true"))
                .output();
        assertEquals(new OutputSettings.Profile(5, "ascending"), settings.profile());
        assertEquals(Optional.of(folder.resolve("reports")), settings.junit().folder());
        assertTrue(settings.junit().failOnChange());
    }
}
