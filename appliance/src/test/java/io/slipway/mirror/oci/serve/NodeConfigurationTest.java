package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodeConfigurationTest {

    private final NodeConfiguration node = new NodeConfiguration("http://10.0.0.1:8080", List.of("nvcr.io", "quay.io"));

    @Test
    void containerdNeverGoesOnToTheUpstream() {
        assertEquals("""
                server = "http://10.0.0.1:8080"

                [host."http://10.0.0.1:8080"]
                  capabilities = ["pull", "resolve"]
                """, node.containerd());
    }

    @Test
    void podmanHasAPrefixForEachHost() {
        assertEquals("""
                [[registry]]
                prefix = "nvcr.io"
                location = "10.0.0.1:8080/nvcr.io"
                insecure = true

                [[registry]]
                prefix = "quay.io"
                location = "10.0.0.1:8080/quay.io"
                insecure = true

                [[registry]]
                location = "10.0.0.1:8080"
                insecure = true
                """, node.podman());
    }

    @Test
    void aPortOfAHostIsSpelledAsPodmanTakesIt() {
        NodeConfiguration other = new NodeConfiguration("http://10.0.0.1:8080", List.of("registry.example.org:5000"));
        assertTrue(other.podman().startsWith("""
                        [[registry]]
                        prefix = "registry.example.org:5000"
                        location = "10.0.0.1:8080/registry.example.org__5000"
                        """), other.podman());
    }

    @Test
    void dockerTrustsTheAddress() {
        assertEquals("{\n    \"insecure-registries\": [\n        \"10.0.0.1:8080\"\n    ]\n}\n", node.docker());
    }

    @Test
    void rke2HasEveryHostAndAStar() {
        assertEquals("""
                mirrors:
                  "docker.io":
                    endpoint:
                      - "http://10.0.0.1:8080"
                  "nvcr.io":
                    endpoint:
                      - "http://10.0.0.1:8080"
                  "quay.io":
                    endpoint:
                      - "http://10.0.0.1:8080"
                  "*":
                    endpoint:
                      - "http://10.0.0.1:8080"
                """, node.rke2());
    }
}
