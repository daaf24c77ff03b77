package io.slipway.mirror.oci.serve;

import io.slipway.common.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files that make a node's container engine take images from here, under the names that they have upstream.
 *
 * @param address of the front door as nodes reach it, such as {@code http://10.0.0.1:8080}
 * @param hosts whose images there are, sorted
 */
record NodeConfiguration(String address, List<String> hosts) {

    /** What containerd takes for every host that has no folder of its own. */
    static final String ANY = "_default";

    /** Where the role {@code trust} lays the pod's authority on a node; not every container engine looks where the system does. */
    static final String AUTHORITY = "/usr/local/share/ca-certificates/slipway-pod.crt";

    private static final String DOCKER = "docker.io";

    /**
     * {@code /etc/containerd/certs.d/HOST/hosts.toml} (containerd docs/hosts.md). It names this server also as the one that comes
     * last: else containerd would go on to the upstream, and wait for it.
     */
    String containerd() {
        return isSecure() ? """
                server = "%1$s"
                ca = "%2$s"

                [host."%1$s"]
                  capabilities = ["pull", "resolve"]
                  ca = "%2$s"
                """.formatted(address, AUTHORITY) : """
                server = "%1$s"

                [host."%1$s"]
                  capabilities = ["pull", "resolve"]
                """.formatted(address);
    }

    /**
     * {@code /etc/docker/daemon.json}: Docker's engine has mirrors for Docker Hub alone, and asks them without saying whose image it
     * wants; other images it takes by their full name here.
     */
    String docker() {
        Map<String, Object> daemon = new LinkedHashMap<>();
        if (!isSecure()) {
            daemon.put("insecure-registries", List.of(authority()));
        }
        return Json.pretty(daemon) + "\n";
    }

    /** {@code /etc/containers/registries.conf.d/slipway.conf} (containers-registries.conf(5)). */
    String podman() {
        StringBuilder text = new StringBuilder();
        for (String host : hosts) {
            text.append("""
                    [[registry]]
                    prefix = "%1$s"
                    location = "%2$s/%1$s"
                    insecure = %3$s

                    """.formatted(host, authority(), !isSecure()));
        }
        return text.append("""
                        [[registry]]
                        location = "%s"
                        insecure = %s
                        """.formatted(authority(), !isSecure())).toString();
    }

    /** {@code /etc/rancher/rke2/registries.yaml}; the star stands for every host without a line of its own. */
    String rke2() {
        StringBuilder text = new StringBuilder("mirrors:\n");
        for (String host : hosts.contains(DOCKER) ? hosts : with(DOCKER)) {
            text.append("  \"%s\":\n    endpoint:\n      - \"%s\"\n".formatted(host, address));
        }
        text.append("  \"*\":\n    endpoint:\n      - \"%s\"\n".formatted(address));
        if (isSecure()) {
            text.append("configs:\n  \"%s\":\n    tls:\n      ca_file: %s\n".formatted(authority(), AUTHORITY));
        }
        return text.toString();
    }

    private List<String> with(String host) {
        return Stream.concat(hosts.stream(), Stream.of(host)).sorted().toList();
    }

    private boolean isSecure() {
        return address.startsWith("https:");
    }

    private String authority() {
        return address.substring(address.indexOf("//") + 2);
    }
}
