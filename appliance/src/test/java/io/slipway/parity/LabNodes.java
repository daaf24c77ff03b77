package io.slipway.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.json.Json;
import io.slipway.lab.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Each node is a node of a lab, reached over SSH as root; hosts of other names are all the first one. */
record LabNodes(Lab lab) implements Nodes {

    @Override
    public List<String> arguments() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put(
                "ansible_host",
                "{{ " + Json.line(addresses()) + "[inventory_hostname] | default('" + address(0) + "') }}");
        variables.put("ansible_user", "root");
        variables.put("ansible_ssh_private_key_file", lab.privateKey().toString());
        variables.put("ansible_ssh_common_args", "-o UserKnownHostsFile=" + lab.knownHosts());
        return List.of("-e", Json.line(variables));
    }

    private Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (int node = 0; node < NAMES.size(); node++) {
            addresses.put(NAMES.get(node), address(node));
        }
        return addresses;
    }

    private String address(int node) {
        return lab.nodes().get(node).address();
    }

    @Override
    public void prepare(Path work) throws IOException, InterruptedException {
        for (int node = 0; node < NAMES.size(); node++) {
            ssh(node, "rm -rf " + work + " && mkdir -p " + work.resolve(NAMES.get(node)), List.of());
        }
    }

    @Override
    public void collect(Path work) throws IOException, InterruptedException {
        for (int node = 0; node < NAMES.size(); node++) {
            ssh(node, "tar -c -C " + work + " .", List.of("tar", "-x", "-p", "-C", work.toString()));
        }
    }

    private void ssh(int node, String script, List<String> into) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("ssh", "-F", "none", "-i", lab.privateKey().toString()));
        command.addAll(List.of("-o", "UserKnownHostsFile=" + lab.knownHosts(), "root@" + address(node), script));
        List<ProcessBuilder> pipe = new ArrayList<>(List.of(new ProcessBuilder(command)));
        if (!into.isEmpty()) {
            pipe.add(new ProcessBuilder(into));
        }
        pipe.forEach(builder -> builder.redirectError(ProcessBuilder.Redirect.DISCARD));
        for (Process process : ProcessBuilder.startPipeline(pipe)) {
            assertEquals(true, process.waitFor(1, TimeUnit.MINUTES), script);
            assertEquals(0, process.exitValue(), script);
        }
    }
}
