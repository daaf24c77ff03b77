package io.slipway.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.json.Json;
import io.slipway.lab.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Each node is a node of a lab or a machine, reached over SSH as root; hosts of other names are all the first one. */
record SshNodes(List<String> addresses, int port, Path privateKey, Path knownHosts) implements Nodes {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final int SSH = 22;

    static SshNodes of(Lab lab) {
        return new SshNodes(
                lab.nodes().stream().map(Lab.LabNode::address).toList(), SSH, lab.privateKey(), lab.knownHosts());
    }

    @Override
    public List<String> arguments() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put(
                "ansible_host",
                "{{ " + Json.line(byName()) + "[inventory_hostname] | default('" + addresses.getFirst() + "') }}");
        if (port != SSH) {
            variables.put("ansible_port", port);
        }
        variables.put("ansible_user", "root");
        variables.put("ansible_ssh_private_key_file", privateKey.toString());
        variables.put("ansible_ssh_common_args", "-o UserKnownHostsFile=" + knownHosts);
        return List.of("-e", Json.line(variables));
    }

    private Map<String, String> byName() {
        Map<String, String> named = new LinkedHashMap<>();
        for (int node = 0; node < addresses.size(); node++) {
            named.put(NAMES.get(node), addresses.get(node));
        }
        return named;
    }

    @Override
    public void prepare(Path work) throws IOException, InterruptedException {
        for (int node = 0; node < addresses.size(); node++) {
            ssh(node, "rm -rf " + work + " && mkdir -p " + work.resolve(NAMES.get(node)), List.of());
        }
    }

    @Override
    public void collect(Path work) throws IOException, InterruptedException {
        for (int node = 0; node < addresses.size(); node++) {
            ssh(node, "tar -c -C " + work + " .", List.of("tar", "-x", "-p", "-C", work.toString()));
        }
    }

    private void ssh(int node, String script, List<String> into) throws IOException, InterruptedException {
        pipe(into.isEmpty() ? List.of(ssh(node, script)) : List.of(ssh(node, script), into));
    }

    /** The command that runs a script on a node. */
    List<String> ssh(int node, String script) {
        List<String> command = new ArrayList<>(List.of("ssh", "-F", "none", "-i", privateKey.toString()));
        command.addAll(List.of("-p", Integer.toString(port), "-o", "UserKnownHostsFile=" + knownHosts));
        command.addAll(List.of("root@" + addresses.get(node), script));
        return command;
    }

    /** Runs commands, each reading what the one before it writes. */
    void pipe(List<List<String>> commands) throws IOException, InterruptedException {
        List<ProcessBuilder> builders = commands.stream()
                .map(command -> new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD))
                .toList();
        builders.getLast().redirectOutput(ProcessBuilder.Redirect.DISCARD);
        for (Process process : ProcessBuilder.startPipeline(builders)) {
            assertEquals(true, process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), commands.toString());
            assertEquals(0, process.exitValue(), commands.toString());
        }
    }
}
