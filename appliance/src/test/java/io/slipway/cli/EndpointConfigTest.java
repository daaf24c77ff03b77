package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands between the virtual address and the API servers. */
class EndpointConfigTest {

    private static final String HAPROXY = """
            # Ansible managed
            global
                log /dev/log local0
                user haproxy
                group haproxy
                maxconn 8192

            defaults
                log global
                mode tcp
                option dontlognull
                # Who is sent to a server that does not answer any more is sent to the next one, before the check has found out.
                option redispatch 1
                timeout connect 2s
                timeout client 4h
                timeout server 4h
                timeout check 3s

            frontend kubernetes
                bind *:8443
                default_backend management

            backend management
                option httpchk GET /readyz
                http-check expect status 200
                # A connection to a server that went away is cut, so that a watch does not wait hours for what will not come.
                default-server check check-ssl verify none inter 2s fall 2 rise 2 on-marked-down shutdown-sessions
                server mgmt01 10.10.0.11:6443
                server mgmt02 10.10.0.12:6443
                server mgmt03 10.10.0.13:6443
            """;

    private static final String KEEPALIVED = """
            # Ansible managed
            global_defs {
                enable_script_security
                script_user nobody
                router_id mgmt02
            }

            vrrp_script haproxy {
                script "/usr/bin/pgrep -x haproxy"
                interval 2
                fall 2
                rise 2
            }

            # Between known addresses: many switches let no multicast through.
            vrrp_instance kubernetes {
                state BACKUP
                interface eth0
                virtual_router_id 51
                priority 149
                advert_int 1
                unicast_src_ip 10.10.0.12
                unicast_peer {
                    10.10.0.11
                    10.10.0.13
                }
                virtual_ipaddress {
                    10.10.0.10/32
                }
                track_script {
                    haproxy
                }
            }
            """;

    @TempDir
    Path folder;

    /** As the second management node has it. */
    private String written(String template) throws Exception {
        Map<String, String> texts = RenderedTemplate.of(
                folder,
                "management",
                List.of("endpoint"),
                "endpoint/templates/" + template,
                "{slipway_endpoint_interface: eth0}");
        return texts.getOrDefault("mgmt02", "");
    }

    @Test
    void theBalancerAsksEachApiServerWhetherItIsReady() throws Exception {
        assertEquals(HAPROXY, written("haproxy.cfg.j2"));
    }

    @Test
    void nodesOfRke2JoinThroughItToo() throws Exception {
        String text = RenderedTemplate.of(
                        folder,
                        "mgmt02",
                        List.of("endpoint"),
                        "endpoint/templates/haproxy.cfg.j2",
                        "{slipway_endpoint_interface: eth0, slipway_rke2: {version: v1.36.3+rke2r1}}")
                .getOrDefault("mgmt02", "");
        assertEquals(HAPROXY + """

                # Where nodes of RKE2 join.
                frontend rke2
                    bind *:9346
                    default_backend servers

                backend servers
                    option httpchk GET /ping
                    http-check expect status 200
                    default-server check check-ssl verify none inter 2s fall 2 rise 2 on-marked-down shutdown-sessions
                    server mgmt01 10.10.0.11:9345
                    server mgmt02 10.10.0.12:9345
                    server mgmt03 10.10.0.13:9345
                """, text);
    }

    @Test
    void theAddressIsKeptAmongTheManagementNodesWithoutMulticast() throws Exception {
        assertEquals(KEEPALIVED, written("keepalived.conf.j2"));
    }

    @Test
    @Tag("full")
    void theRealProgramsTakeThem() throws Exception {
        assertEquals("Configuration file is valid\n", said(HAPROXY, "haproxy", "-c", "-f"));
        String link = NetworkInterface.networkInterfaces()
                .filter(each -> each.getIndex() > 1)
                .map(NetworkInterface::getName)
                .findFirst()
                .orElseThrow();
        assertEquals("", said(KEEPALIVED.replace("eth0", link), "keepalived", "--config-test", "--use-file"));
    }

    /** Of keepalived, which ends itself by a signal whatever it found, nothing but what it complains of is to be had. */
    private String said(String text, String... words) throws Exception {
        Path file = Files.writeString(folder.resolve(words[0]), text);
        List<String> command = new ArrayList<>(List.of(words));
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
