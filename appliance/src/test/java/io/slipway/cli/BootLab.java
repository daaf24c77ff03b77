package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.netboot.dhcp.NetworkOfTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A switch with {@code slipway serve} at it, in a process and a namespace of its own, at 10.96.0.1. */
final class BootLab {

    static final String SERVER = "10.96.0.1";

    final NetworkOfTest network;
    final String server;
    final Path home;
    private final Path directory;
    private final List<Process> running = new ArrayList<>();

    BootLab(Path directory) throws Exception {
        this.directory = directory;
        home = Files.createDirectories(directory.resolve("home"));
        network = new NetworkOfTest(directory);
        server = network.machine();
        ip("link", "add", "br0", "type", "bridge");
        ip("addr", "add", SERVER + "/24", "dev", "br0");
        ip("link", "set", "br0", "up");
        ip("link", "set", "lo", "up");
    }

    private void ip(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("ip"));
        all.addAll(List.of(words));
        network.in(server, all.toArray(String[]::new));
    }

    /** Another machine at the switch. */
    record Machine(String name, String card) {}

    Machine machine(String address) throws Exception {
        String name = network.machine();
        List<String> ends = network.cable(server, name);
        ip("link", "set", ends.getFirst(), "master", "br0");
        if (!address.isEmpty()) {
            network.in(name, "ip", "addr", "add", address + "/24", "dev", ends.getLast());
        }
        return new Machine(name, ends.getLast());
    }

    /** A socket of the switch for a machine of QEMU. */
    String tap(String name) throws Exception {
        ip("tuntap", "add", name, "mode", "tap");
        ip("link", "set", name, "master", "br0", "up");
        return name;
    }

    /** A DHCP server that says nothing of booting. */
    void dnsmasq() throws Exception {
        Machine machine = machine("10.96.0.2");
        network.keep(
                machine.name,
                "dnsmasq",
                "--no-daemon",
                "--conf-file=/dev/null",
                "--port=0",
                "--no-ping",
                "--interface=" + machine.card,
                "--dhcp-range=10.96.0.150,10.96.0.199,1h",
                "--dhcp-leasefile=" + directory.resolve("dnsmasq.leases"),
                "--pid-file=" + directory.resolve("dnsmasq.pid"));
    }

    void inventory(String hosts) throws IOException {
        Files.writeString(directory.resolve("pod.yml"), """
                all:
                  vars:
                    slipway_pod: {name: t, domain: pod.internal, network: 10.96.0.0/24, gateway: 10.96.0.1}
                  hosts:
                """ + hosts.indent(4));
    }

    /**
     * Starts it.
     *
     * @return what it said until it served, or until it ended
     */
    String serve(String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", server));
        command.addAll(slipway("serve", settings));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Process process = builder.start();
        running.add(process);
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("giving addresses") || line.startsWith("saying what to boot")) {
                Thread.ofVirtual()
                        .start(() ->
                                out.lines().forEach(each -> said.append(each).append('\n')));
                break;
            }
        }
        return said.toString();
    }

    private List<String> slipway(String verb, String... settings) {
        List<String> words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dslipway.program=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                verb,
                "--home",
                home.toString(),
                "--set",
                "inventory=" + directory.resolve("pod.yml"),
                "--set",
                "netboot.interfaces=br0"));
        for (String each : settings) {
            words.addAll(List.of("--set", each));
        }
        return words;
    }

    /** What a command says about nodes. */
    String node(String... words) {
        List<String> all = new ArrayList<>(List.of("node"));
        all.addAll(List.of(words));
        all.addAll(List.of("-i", directory.resolve("pod.yml").toString()));
        Slipway.Said said = new Slipway(home).run(all.toArray(String[]::new));
        return said.all();
    }

    /** As {@code kill -9} does it. */
    void kill() throws InterruptedException {
        for (Process process : running) {
            process.destroyForcibly();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        }
        running.clear();
    }

    /** Takes everything away again. */
    void strike() throws Exception {
        kill();
        network.strike();
    }
}
