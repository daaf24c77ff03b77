package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    @Test
    void overTlsEveryEngineKnowsThePodsAuthority() {
        NodeConfiguration secure = new NodeConfiguration("https://10.0.0.1:8443", List.of("nvcr.io"));
        assertEquals("""
                server = "https://10.0.0.1:8443"
                ca = "/usr/local/share/ca-certificates/slipway-pod.crt"

                [host."https://10.0.0.1:8443"]
                  capabilities = ["pull", "resolve"]
                  ca = "/usr/local/share/ca-certificates/slipway-pod.crt"
                """, secure.containerd());
        assertEquals("{}\n", secure.docker());
        assertEquals("""
                [[registry]]
                prefix = "nvcr.io"
                location = "10.0.0.1:8443/nvcr.io"
                insecure = false

                [[registry]]
                location = "10.0.0.1:8443"
                insecure = false
                """, secure.podman());
        assertEquals("""
                mirrors:
                  "docker.io":
                    endpoint:
                      - "https://10.0.0.1:8443"
                  "nvcr.io":
                    endpoint:
                      - "https://10.0.0.1:8443"
                  "*":
                    endpoint:
                      - "https://10.0.0.1:8443"
                configs:
                  "10.0.0.1:8443":
                    tls:
                      ca_file: /usr/local/share/ca-certificates/slipway-pod.crt
                """, secure.rke2());
    }
}
