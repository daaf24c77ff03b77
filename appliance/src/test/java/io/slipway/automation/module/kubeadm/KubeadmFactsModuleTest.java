package io.slipway.automation.module.kubeadm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeadmFactsModuleTest {

    @TempDir
    Path temp;

    private final KubeadmFactsModule module = new KubeadmFactsModule(() -> Instant.parse("2026-01-01T00:00:00Z"));
    private Path etc;
    private Calls calls;

    @BeforeEach
    void aNode() throws IOException {
        etc = Files.createDirectories(temp.resolve("kubernetes"));
        Tools tools = new Tools(temp)
                .prints("kubeadm", "v1.34.1")
                .prints("kubelet", "Kubernetes v1.34.1")
                .prints("kubectl", "Client Version: v1.33.2\nKustomize Version: v5.6.0");
        calls = new Calls(tools.node(), new FakeController(temp));
    }

    private Map<?, ?> facts() {
        Map<?, ?> facts = (Map<?, ?>) calls.run(
                        module,
                        "path",
                        etc.toString(),
                        "kubelet_path",
                        temp.resolve("kubelet").toString())
                .values()
                .get("ansible_facts");
        return (Map<?, ?>) facts.get("kubeadm");
    }

    @Test
    void aNodeThatWasNeverJoinedHasVersionsAlone() {
        assertEquals(
                Map.of(
                        "role", "none",
                        "versions", Map.of("kubeadm", "1.34.1", "kubelet", "1.34.1", "kubectl", "1.33.2"),
                        "images", Map.of(),
                        "certificates", List.of(),
                        "days_left", 0L),
                facts());
    }

    @Test
    void aManagementNodeSaysWhichClusterAndWhenItsCertificatesEnd() throws IOException {
        String ca = Files.readString(Path.of("src/test/resources/io/slipway/automation/module/kubeadm/ca.crt"));
        Files.createDirectories(etc.resolve("pki"));
        Files.writeString(etc.resolve("pki/ca.crt"), ca);
        Files.createDirectories(etc.resolve("manifests"));
        Files.writeString(
                etc.resolve("manifests/kube-apiserver.yaml"),
                "spec:\n  containers:\n  - image: registry.k8s.io/kube-apiserver:v1.34.1\n");
        Files.writeString(
                etc.resolve("kubelet.conf"),
                "clusters:\n- cluster:\n    server: https://10.0.0.10:8443\nusers:\n- user:\n    client-certificate-data: "
                        + Base64.getEncoder().encodeToString(ca.getBytes(US_ASCII))
                        + "\n");
        Files.createDirectories(temp.resolve("kubelet/pki"));
        Files.writeString(
                temp.resolve("kubelet/pki/kubelet-client-current.pem"),
                "-----BEGIN EC PRIVATE KEY-----\nhidden\n-----END EC PRIVATE KEY-----\n");
        Map<?, ?> facts = facts();
        assertEquals("control-plane", facts.get("role"));
        assertEquals("https://10.0.0.10:8443", facts.get("server"));
        assertEquals(
                "sha256:ed28881bf2b4659c6aff6f98294f530139f743008d30644c68afb2e864e765b1", facts.get("cluster_id"));
        assertEquals(Map.of("kube-apiserver", "registry.k8s.io/kube-apiserver:v1.34.1"), facts.get("images"));
        List<?> certificates = (List<?>) facts.get("certificates");
        assertEquals(2, certificates.size());
        assertEquals(
                Map.of(
                        "path", etc.resolve("pki/ca.crt").toString(),
                        "subject", "CN=kubernetes",
                        "issuer", "CN=kubernetes",
                        "ends", "2036-11-20T11:21:19Z",
                        "days", 3976L),
                certificates.getFirst());
    }
}
