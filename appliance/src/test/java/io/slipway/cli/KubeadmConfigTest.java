package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The configuration that kubeadm gets, in the words of its version. The fields are those of the types in Kubernetes' sources
 * ({@code cmd/kubeadm/app/apis/kubeadm/v1beta*}; of {@code kubelet/config/v1beta1} up to 1.31 and of {@code kube-proxy/config/v1alpha1} some that a pod is
 * likely to set, from 1.32 on all of kubelet's): kubeadm only warns of one that it does not know, and goes on without it.
 */
class KubeadmConfigTest {

    /** {@code field=Type}, {@code field=[Type]}, {@code field={}} for a mapping of anybody's keys to scalars; a bare one is a scalar. */
    private static final String V1BETA2 = """
            InitConfiguration: bootstrapTokens=[] nodeRegistration=NodeRegistrationOptions localAPIEndpoint=APIEndpoint certificateKey
            ClusterConfiguration: etcd=Etcd networking=Networking kubernetesVersion controlPlaneEndpoint apiServer=APIServer controllerManager=ControlPlaneComponent scheduler=ControlPlaneComponent dns=DNS certificatesDir imageRepository useHyperKubeImage featureGates={} clusterName
            JoinConfiguration: nodeRegistration=NodeRegistrationOptions caCertPath discovery=Discovery controlPlane=JoinControlPlane
            NodeRegistrationOptions: name criSocket taints=[Taint] kubeletExtraArgs={} ignorePreflightErrors=[]
            APIEndpoint: advertiseAddress bindPort
            Networking: serviceSubnet podSubnet dnsDomain
            ControlPlaneComponent: extraArgs={} extraVolumes=[HostPathMount]
            APIServer: extraArgs={} extraVolumes=[HostPathMount] certSANs=[] timeoutForControlPlane
            HostPathMount: name hostPath mountPath readOnly pathType
            DNS: type imageRepository imageTag
            Etcd: local=LocalEtcd external=ExternalEtcd
            LocalEtcd: imageRepository imageTag dataDir extraArgs={} serverCertSANs=[] peerCertSANs=[]
            ExternalEtcd: endpoints=[] caFile certFile keyFile
            JoinControlPlane: localAPIEndpoint=APIEndpoint certificateKey
            Discovery: bootstrapToken=BootstrapTokenDiscovery file=FileDiscovery tlsBootstrapToken timeout
            BootstrapTokenDiscovery: token apiServerEndpoint caCertHashes=[] unsafeSkipCAVerification
            FileDiscovery: kubeConfigPath
            Taint: key value effect
            KubeletConfiguration: cgroupDriver clusterDomain clusterDNS=[] failSwapOn maxPods systemReserved={} kubeReserved={} serverTLSBootstrap rotateCertificates
            KubeProxyConfiguration: clusterCIDR mode conntrack=Conntrack metricsBindAddress
            Conntrack: maxPerCore min tcpEstablishedTimeout tcpCloseWaitTimeout
            """;

    private static final String V1BETA3 = V1BETA2 + """
            InitConfiguration: bootstrapTokens=[] nodeRegistration=NodeRegistrationOptions localAPIEndpoint=APIEndpoint certificateKey skipPhases=[] patches=Patches
            ClusterConfiguration: etcd=Etcd networking=Networking kubernetesVersion controlPlaneEndpoint apiServer=APIServer controllerManager=ControlPlaneComponent scheduler=ControlPlaneComponent dns=DNS certificatesDir imageRepository featureGates={} clusterName
            JoinConfiguration: nodeRegistration=NodeRegistrationOptions caCertPath discovery=Discovery controlPlane=JoinControlPlane skipPhases=[] patches=Patches
            NodeRegistrationOptions: name criSocket taints=[Taint] kubeletExtraArgs={} ignorePreflightErrors=[] imagePullPolicy
            DNS: imageRepository imageTag
            Patches: directory
            """;

    /** Arguments are a list here, so that one may be given twice. */
    private static final String V1BETA4 = V1BETA3 + """
            InitConfiguration: bootstrapTokens=[] dryRun nodeRegistration=NodeRegistrationOptions localAPIEndpoint=APIEndpoint certificateKey skipPhases=[] patches=Patches
            JoinConfiguration: dryRun nodeRegistration=NodeRegistrationOptions caCertPath discovery=Discovery controlPlane=JoinControlPlane skipPhases=[] patches=Patches
            NodeRegistrationOptions: name criSocket taints=[Taint] kubeletExtraArgs=[Arg] ignorePreflightErrors=[] imagePullPolicy
            ControlPlaneComponent: extraArgs=[Arg] extraVolumes=[HostPathMount]
            APIServer: extraArgs=[Arg] extraVolumes=[HostPathMount] certSANs=[]
            LocalEtcd: imageRepository imageTag dataDir extraArgs=[Arg] serverCertSANs=[] peerCertSANs=[]
            Discovery: bootstrapToken=BootstrapTokenDiscovery file=FileDiscovery tlsBootstrapToken
            Arg: name value
            """;

    /** From here on all fields of kubelet's configuration are listed, in a file of their own. */
    private static final int OLDEST_OF_KUBELET = 32;

    /** What a pod with GPUs may well want of its kubelets. */
    private static final String TUNED_KUBELET = """
            maxPods: 250, cpuManagerPolicy: static, cpuManagerPolicyOptions: {full-pcpus-only: 'true'}, memoryManagerPolicy: Static,
            topologyManagerPolicy: single-numa-node, topologyManagerScope: pod, reservedSystemCPUs: '0-3', systemReserved: {memory: 4Gi},
            kubeReserved: {cpu: '2'}, reservedMemory: [{numaNode: 0, limits: {memory: 4Gi}}], evictionHard: {memory.available: 1Gi},
            shutdownGracePeriod: 5m, shutdownGracePeriodCriticalPods: 1m, serializeImagePulls: false, maxParallelImagePulls: 5,
            imageGCHighThresholdPercent: 80, containerLogMaxSize: 50Mi, featureGates: {NodeSwap: false}, memorySwap: {swapBehavior: NoSwap},
            authentication: {anonymous: {enabled: false}}, registerWithTaints: [{key: nvidia.com/gpu, value: present, effect: NoSchedule}]""";

    private static final String TICKET =
            "kubeadm_ticket: {token: abcdef.0123456789abcdef, ca: 'sha256:" + "5ca1ab1e".repeat(8) + "'}";

    @TempDir
    Path folder;

    private String written(String version, String step, String host, String more) throws Exception {
        return RenderedTemplate.of(
                        folder,
                        "management:compute",
                        List.of("cluster"),
                        "kubeadm/templates/kubeadm.yaml.j2",
                        "{slipway_kubernetes: {version: " + version + "}, kubeadm_step: " + step + ", " + TICKET + ", "
                                + more + "}")
                .getOrDefault(host, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.20.2", "1.30.5", "1.32.9", "1.33.5", "1.34.1", "1.35.0", "1.36.4"})
    void isWhatThatVersionReads(String version) throws Exception {
        String more = "slipway_kubernetes_ignore_preflight: []";
        String all = "##### mgmt01 begins\n" + written(version, "init", "mgmt01", more) + "##### mgmt02 joins\n"
                + written(version, "join", "mgmt02", more) + "##### dgx01 joins\n"
                + written(version, "join", "dgx01", more);
        assertEquals(resource(version + ".yaml"), all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.20.2", "1.21.14", "1.22.0", "1.30.5", "1.31.0", "1.32.9", "1.33.5", "1.34.1", "1.35.0", "1.36.4"
            })
    void hasNoFieldThatItsVersionDoesNotKnow(String version) throws Exception {
        String set =
                "slipway_kubernetes_ignore_preflight: [Swap, Mem], slipway_kubelet: {failSwapOn: false, maxPods: 250},"
                        + " slipway_kubeadm_patches: {etcd+json: []}, slipway_kube_proxy: {mode: iptables, conntrack: {maxPerCore: 0}}";
        List<String> kinds = new ArrayList<>();
        for (String text : List.of(written(version, "init", "mgmt01", set), written(version, "join", "mgmt02", set))) {
            for (YamlNode document : YamlReader.readAll("kubeadm.yaml", text)) {
                kinds.add(check(version, (YamlNode.Mapping) document));
            }
        }
        assertEquals(
                List.of(
                        "InitConfiguration",
                        "ClusterConfiguration",
                        "KubeletConfiguration",
                        "KubeProxyConfiguration",
                        "JoinConfiguration"),
                kinds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.32.9", "1.33.5", "1.34.1", "1.35.0", "1.36.4"})
    void takesWhatAPodWithGpusWantsOfItsKubelets(String version) throws Exception {
        String text = written(version, "init", "mgmt01", "slipway_kubelet: {" + TUNED_KUBELET.replace('\n', ' ') + "}");
        assertTrue(text.contains("topologyManagerPolicy: single-numa-node\n"), text);
        for (YamlNode document : YamlReader.readAll("kubeadm.yaml", text)) {
            check(version, (YamlNode.Mapping) document);
        }
    }

    @Test
    void withoutAVirtualAddressTheFirstNodesOwnIsTheClusters() throws Exception {
        String text = written(
                "1.34.1", "init", "mgmt01", "slipway_pod: {name: small}, slipway_kubernetes_address: 192.0.2.7");
        assertTrue(text.contains("controlPlaneEndpoint: 10.10.0.11:6443\n"), text);
        assertTrue(text.contains("advertiseAddress: 192.0.2.7\n"), text);
        assertTrue(text.contains("certSANs: [\"10.10.0.11\", \"10.10.0.12\", \"10.10.0.13\"]\n"), text);
    }

    private static String check(String version, YamlNode.Mapping document) throws IOException {
        String kind = scalar(document, "kind");
        String api = scalar(document, "apiVersion");
        int minor = Integer.parseInt(version.split("\\.")[1]);
        String wanted = minor >= 31 ? "v1beta4" : minor >= 22 ? "v1beta3" : "v1beta2";
        assertEquals(
                switch (kind) {
                    case "KubeletConfiguration" -> "kubelet.config.k8s.io/v1beta1";
                    case "KubeProxyConfiguration" -> "kubeproxy.config.k8s.io/v1alpha1";
                    default -> "kubeadm.k8s.io/" + wanted;
                },
                api);
        Map<String, Map<String, String>> types = types(minor >= 31 ? V1BETA4 : minor >= 22 ? V1BETA3 : V1BETA2);
        if (minor >= OLDEST_OF_KUBELET) {
            types.putAll(types(resource("kubelet-v1beta1.txt")));
        }
        Map<String, String> fields = new HashMap<>(Objects.requireNonNull(types.get(kind), kind));
        fields.putAll(Map.of("kind", "", "apiVersion", ""));
        types.put(kind, fields);
        check(types, kind, document);
        return kind;
    }

    private static String scalar(YamlNode.Mapping document, String key) {
        return String.valueOf(document.toValue().get(key));
    }

    private static void check(Map<String, Map<String, String>> types, String type, YamlNode node) {
        if (type.isEmpty()) {
            assertTrue(node instanceof YamlNode.Scalar, () -> node.at() + " is no scalar");
        } else if (type.startsWith("[")) {
            String each = type.substring(1, type.length() - 1);
            ((YamlNode.Sequence) node).items().forEach(item -> check(types, each, item));
        } else if (type.equals("{}")) {
            ((YamlNode.Mapping) node).entries().forEach(entry -> check(types, "", entry.value()));
        } else {
            for (YamlNode.Entry entry : ((YamlNode.Mapping) node).entries()) {
                String field = Objects.requireNonNull(types.get(type), type).get(entry.name());
                check(types, field == null ? fail(type + " has no " + entry.name()) : field, entry.value());
            }
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = KubeadmConfigTest.class.getResourceAsStream("kubeadm/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Map<String, String>> types(String table) {
        Map<String, Map<String, String>> types = new HashMap<>();
        table.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] type = line.split(": ");
            Map<String, String> fields = new HashMap<>();
            for (String field : type[1].split(" ")) {
                String[] named = field.split("=");
                fields.put(named[0], named.length > 1 ? named[1] : "");
            }
            types.put(type[0], fields);
        });
        return types;
    }
}
