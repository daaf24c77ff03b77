package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands around OpenShift's installer, which is a stand-in here, as is {@code oc}; requests for certificates are real ones of OpenSSL. */
class OpenshiftTest {

    private static final Path PLAYBOOKS = Slipway.repository().resolve("playbooks");

    private static final String INVENTORY = """
            all:
              vars:
                slipway_pod: {name: ocp, domain: pod.internal, network: 10.10.0.0/22}
                slipway_openshift:
                  {name: ocp, version: "VERSION", folder: FOLDER, api: 10.10.0.5, ingress: 10.10.0.6,
                   mirrors: [{source: quay.io/openshift-release-dev/ocp-release, mirrors: [mirror.pod.internal/ocp/release]}]}
                slipway_openshift_trust: FOLDER/ca.crt
                slipway_openshift_pxe: FOLDER/pxe
              children:
                bootstrap: {hosts: {boot: {ansible_host: 10.10.0.20}}}
                management: {hosts: {m0: {ansible_host: 10.10.0.21}, m1: {ansible_host: 10.10.0.22}, m2: {ansible_host: 10.10.0.23}}}
                compute: {hosts: {w0: {ansible_host: 10.10.1.1}, w1: {ansible_host: 10.10.1.2}}}
            """;

    private static final String INSTALLER = """
            #!/bin/sh
            case "$*" in *create*) ;; *) exit ;; esac
            grep -q '^baseDomain: pod.internal$' install-config.yaml || exit 1
            rm install-config.yaml
            echo '{"ignition": {"version": "3.2.0"}, "storage": {"files": [{"path": "/a"}, {"path": "/b", "contents": {"source": "data:text/plain;charset=utf-8;base64,'$(base64 -w0 ca.crt)'"}}]}}' >bootstrap.ign
            for kind in master worker; do echo '{"ignition": {"version": "3.2.0"}, "of": "'$kind'"}' >$kind.ign; done
            """;

    private static final String OC = """
            #!/bin/sh
            case "$1 $2" in
              'get csr') case $4 in *template*) cat csrs ;; *) cat "csr-$3" ;; esac ;;
              'get node') [ "$3" != m0.ocp.pod.internal ] || echo node/m0.ocp.pod.internal ;;
              'adm certificate') echo "$4" >>approved ;;
            esac
            """;

    @TempDir
    Path folder;

    private Path inventory;

    @BeforeEach
    void lay() throws IOException {
        try (InputStream ca = OpenshiftTest.class.getResourceAsStream("/io/slipway/automation/module/kubeadm/ca.crt")) {
            Files.copy(Objects.requireNonNull(ca), folder.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(
                folder.resolve("pull-secret.json"), "{\"auths\": {\"mirror.pod.internal\": {\"auth\": \"eDp5\"}}}");
        Files.writeString(folder.resolve("id.pub"), "ssh-ed25519 AAAA operator\n");
        program("openshift-install", INSTALLER);
        program("oc", OC);
        inventory = inventory("4.18");
    }

    private Path inventory(String version) throws IOException {
        return Files.writeString(
                folder.resolve("pod.yml"),
                INVENTORY.replace("FOLDER", folder.toString()).replace("VERSION", version));
    }

    private void program(String name, String text) throws IOException {
        assertTrue(Files.writeString(folder.resolve(name), text).toFile().setExecutable(true));
    }

    private Slipway.Said play(String... more) {
        List<String> words = new ArrayList<>(
                List.of("run", PLAYBOOKS.resolve("openshift.yml").toString(), "-i", inventory.toString()));
        words.addAll(Arrays.asList(more));
        return new Slipway(folder.resolve("home")).run(words.toArray(String[]::new));
    }

    private String text(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    /** A template of the role, as the bootstrap machine would have it. */
    private String rendered(String template) throws IOException {
        Path role = PLAYBOOKS.resolve("roles/openshift");
        Path playbook = Files.writeString(folder.resolve("render.yml"), """
                - hosts: boot
                  connection: local
                  gather_facts: false
                  vars_files: [%s/defaults/main.yml]
                  tasks: [{template: {src: %s/templates/%s, dest: %s/rendered}}]
                """.formatted(role, role, template, folder));
        Slipway.Said said = new Slipway(folder.resolve("home"))
                .run(
                        "run",
                        playbook.toString(),
                        "-i",
                        inventory.toString(),
                        "-e",
                        "slipway_openshift_trust=" + folder.resolve("ca.crt"));
        assertEquals(0, said.status(), said.all());
        return text("rendered");
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = OpenshiftTest.class.getResourceAsStream("openshift/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theInstallerIsToldOfTheMirror() throws IOException {
        String trust = text("ca.crt").indent(2);
        assertEquals(golden("install-config.yaml").replace("  TRUST\n", trust), rendered("install-config.yaml.j2"));
        inventory("4.13");
        assertTrue(rendered("install-config.yaml.j2").contains("imageContentSources:\n"));
    }

    @Test
    void theBalancerLeadsToTheBootstrapMachineUntilItIsDone() throws IOException {
        assertEquals(golden("haproxy.cfg"), rendered("haproxy.cfg.j2"));
        Files.writeString(
                inventory,
                Files.readString(inventory).replace("name: ocp, version", "bootstrapped: true, name: ocp, version"));
        assertFalse(rendered("haproxy.cfg.j2").contains("10.10.0.20"));
    }

    @Test
    void theDnsKnowsTheClustersNames() throws IOException {
        assertTrue(rendered("dns.yml.j2").endsWith("""
                dns:
                  records:
                    - {name: "api.ocp.pod.internal.", address: [10.10.0.5]}
                    - {name: "api-int.ocp.pod.internal.", address: [10.10.0.5]}
                    - {name: "*.apps.ocp.pod.internal.", address: [10.10.0.6]}
                """));
    }

    @Test
    void whatTheInstallerMadeIsGivenOutByGroup() throws IOException {
        Slipway.Said said = play("--tags", "config,ignition,wait");
        assertEquals(0, said.status(), said.all());
        assertTrue(said.out().contains("the certificates in the Ignition files last until 2036-"), said.all());
        String template = text("pxe/config.ign.j2");
        assertTrue(
                template.contains(
                        "{% elif 'management' in group_names %}{% raw %}{\"ignition\": {\"version\": \"3.2.0\"}, \"of\": \"master\"}{% endraw %}\n"),
                template);
        Slipway.Said again = play("--tags", "config,ignition,wait");
        assertTrue(again.out().contains("changed=0 "), again.all());
    }

    @Test
    void machinesAreNotBootedWithCertificatesThatEndTooSoon() {
        Slipway.Said said = play("--tags", "config,ignition", "-e", "slipway_openshift_hours=100000");
        assertEquals(2, said.status(), said.all());
        assertTrue(said.all().contains("machines that boot"), said.all());
        assertFalse(Files.exists(folder.resolve("pxe/config.ign.j2")));
    }

    @Test
    void itSaysWhatItMustBeTold() throws IOException {
        Files.writeString(inventory, Files.readString(inventory).replace("boot: {ansible_host: 10.10.0.20}", ""));
        Slipway.Said said = play();
        assertEquals(2, said.status(), said.all());
        assertTrue(said.all().contains("one host in the group bootstrap"), said.all());
    }

    private void request(StringBuilder list, String name, String signer, String user, String subject, String names)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "openssl",
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "/dev/null",
                "-subj",
                subject,
                "-out",
                folder.resolve("request").toString()));
        if (!names.isEmpty()) {
            words.addAll(List.of("-addext", "subjectAltName=" + names));
        }
        assertEquals(
                0, new ProcessBuilder(words).redirectErrorStream(true).start().waitFor());
        Files.writeString(
                folder.resolve("csr-" + name),
                Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("request"))));
        list.append(name)
                .append(" kubernetes.io/")
                .append(signer)
                .append(' ')
                .append(user)
                .append('\n');
    }

    @Test
    void onlyNodesOfTheInventoryGetCertificates() throws Exception {
        String joining = "kube-apiserver-client-kubelet";
        String serving = "kubelet-serving";
        String robot = "system:serviceaccount:openshift-machine-config-operator:node-bootstrapper";
        StringBuilder list = new StringBuilder();
        request(list, "w0-joins", joining, robot, "/O=system:nodes/CN=system:node:w0.ocp.pod.internal", "");
        request(list, "m0-again", joining, robot, "/O=system:nodes/CN=system:node:m0.ocp.pod.internal", "");
        request(list, "stranger", joining, robot, "/O=system:nodes/CN=system:node:w9.ocp.pod.internal", "");
        request(list, "elsewhere", joining, robot, "/O=system:nodes/CN=system:node:w1.example.org", "");
        request(list, "admin", joining, robot, "/O=system:masters/CN=system:node:w1", "");
        request(list, "who", joining, "system:anonymous", "/O=system:nodes/CN=system:node:w1", "");
        String w1 = "system:node:w1.pod.internal";
        request(list, "w1-serves", serving, w1, "/O=system:nodes/CN=" + w1, "DNS:w1.pod.internal,IP:10.10.1.2");
        request(
                list,
                "w1-more",
                serving,
                w1,
                "/O=system:nodes/CN=" + w1,
                "DNS:w1.pod.internal,DNS:api.ocp.pod.internal");
        request(list, "w1-as-w0", serving, w1, "/O=system:nodes/CN=system:node:w0", "DNS:w0,IP:10.10.1.1");
        Files.writeString(folder.resolve("csrs"), list);
        rendered("approve.sh.j2");
        Process process = new ProcessBuilder("sh", folder.resolve("rendered").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertEquals("w0-joins\nw1-serves\n", text("approved"), said);
        assertTrue(said.contains("stranger of " + robot + " is not approved"), said);
    }
}
