package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What containerd is told, in the words of its version. */
class ContainerdConfigTest {

    private static final String ONE = """
            # Ansible managed
            version = 2
            # Other programs, such as NVIDIA's container toolkit, put what they want there.
            imports = ["/etc/containerd/conf.d/*.toml"]

            [plugins."io.containerd.grpc.v1.cri"]
              sandbox_image = "registry.k8s.io/pause:3.10"
              restrict_oom_score_adj = false

            [plugins."io.containerd.grpc.v1.cri".registry]
              config_path = "/etc/containerd/certs.d"

            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"

            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
              SystemdCgroup = true
            """;

    private static final String TWO = """
            # Ansible managed
            version = 3
            # Other programs, such as NVIDIA's container toolkit, put what they want there.
            imports = ["/etc/containerd/conf.d/*.toml"]

            [plugins."io.containerd.cri.v1.images".pinned_images]
              sandbox = "registry.k8s.io/pause:3.10"

            [plugins."io.containerd.cri.v1.runtime"]
              restrict_oom_score_adj = false

            [plugins."io.containerd.cri.v1.images".registry]
              config_path = "/etc/containerd/certs.d"

            [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"

            [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
              SystemdCgroup = true
            """;

    @TempDir
    Path folder;

    private String written(String series) throws Exception {
        return RenderedTemplate.of(
                        folder,
                        "mgmt01",
                        List.of("containerd"),
                        "containerd/templates/config.toml.j2",
                        "{containerd_series: \"" + series
                                + "\", slipway_containerd_sandbox_image: registry.k8s.io/pause:3.10}")
                .getOrDefault("mgmt01", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.6", "1.7"})
    void upToOneItHasOnePluginOfCri(String series) throws Exception {
        assertEquals(ONE, written(series));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.1", "2.10"})
    void fromTwoOnItHasOneForImagesAndOneForContainers(String series) throws Exception {
        assertEquals(TWO, written(series));
    }

    /** containerd takes no notice of a name that it does not know. */
    @ParameterizedTest
    @ValueSource(strings = {"1.6", "1.7", "2.0", "2.1", "2.3"})
    void hasNoNameThatContainerdDoesNotKnow(String series) throws Exception {
        Map<String, Set<String>> known = known();
        String table = "";
        for (String line : written(series).lines().toList()) {
            if (line.startsWith("[")) {
                table = line.replace("[plugins.", "").replace("]", "").replace("\"", "");
                assertTrue(known.containsKey(table), line);
            } else if (line.startsWith("  ")) {
                assertTrue(
                        known.getOrDefault(table, Set.of())
                                .contains(line.strip().split(" ")[0]),
                        table + ": " + line);
            }
        }
    }

    private static Map<String, Set<String>> known() throws IOException {
        Map<String, Set<String>> known = new HashMap<>();
        try (InputStream file = ContainerdConfigTest.class.getResourceAsStream("containerd/names.txt")) {
            new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(": "))
                    .forEach(words -> known.put(words[0], Set.of(words[1].split(" "))));
        }
        return known;
    }

    /** Debian 12 has 1.6, which says what it understood. */
    @Test
    @Tag("full")
    void theRealOneUnderstands() throws Exception {
        Path file = Files.writeString(folder.resolve("config.toml"), ONE.replace("3.10", "3.99"));
        Process process = new ProcessBuilder("containerd", "--config", file.toString(), "config", "dump")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        for (String line : List.of(
                "sandbox_image = \"registry.k8s.io/pause:3.99\"",
                "config_path = \"/etc/containerd/certs.d\"",
                "SystemdCgroup = true")) {
            assertTrue(said.contains(line), said);
        }
    }
}
