package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.transport.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The machine's own {@code sshd} on a loopback port, with keys and settings of its own. */
public final class RealSshd {

    final Path dir;
    final int port;
    final Path clientKey;
    private Process process;

    public RealSshd(Path dir, String... settings) throws IOException, InterruptedException {
        this.dir = dir;
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        clientKey = dir.resolve("id");
        newKey(clientKey);
        newHostKey();
        Files.copy(dir.resolve("id.pub"), dir.resolve("authorized_keys"));
        writeKnownHosts();
        List<String> config = new ArrayList<>(List.of(
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "HostKey " + dir.resolve("host_key"),
                "AuthorizedKeysFile " + dir.resolve("authorized_keys"),
                "PidFile none",
                "StrictModes no",
                "UsePAM no",
                "PermitRootLogin yes",
                "LogLevel ERROR"));
        config.addAll(List.of(settings));
        Files.write(dir.resolve("sshd_config"), config);
        start();
    }

    void newHostKey() throws IOException, InterruptedException {
        Files.deleteIfExists(dir.resolve("host_key"));
        newKey(dir.resolve("host_key"));
    }

    private static void newKey(Path file) throws IOException, InterruptedException {
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString());
    }

    private void writeKnownHosts() throws IOException {
        String key = Files.readString(dir.resolve("host_key.pub"));
        Files.writeString(dir.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + key);
    }

    void start() throws IOException, InterruptedException {
        Files.createDirectories(Path.of("/run/sshd"));
        process = new ProcessBuilder(
                        "/usr/sbin/sshd",
                        "-D",
                        "-e",
                        "-f",
                        dir.resolve("sshd_config").toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
        while (!listens()) {
            if (!process.isAlive()) {
                throw new IOException("sshd ended: " + Files.readString(dir.resolve("log")));
            }
            Thread.sleep(20);
        }
    }

    private boolean listens() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    /** The processes that serve connections, without the one that listens. */
    List<ProcessHandle> servers() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("sshd"))
                .toList();
    }

    public int port() {
        return port;
    }

    /** Of the process that listens, whose children serve connections. */
    public long pid() {
        return process.pid();
    }

    /** How an inventory's line tells that a host is this, for root. */
    public String variables(String arguments) {
        return "ansible_host=127.0.0.1 ansible_port=%d ansible_user=root ansible_ssh_private_key_file=%s "
                        .formatted(port, clientKey)
                + "ansible_ssh_common_args='-o UserKnownHostsFile=%s %s'"
                        .formatted(dir.resolve("known_hosts"), arguments);
    }

    Target.Ssh target(String user, String arguments) {
        return new Target.Ssh(
                "node1",
                "127.0.0.1",
                port,
                user,
                List.of(clientKey),
                null,
                List.of(dir.resolve("known_hosts")),
                true,
                Duration.ofSeconds(20),
                arguments);
    }

    static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), String.join(" ", command) + ": " + said);
    }

    public void stop() throws InterruptedException {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }
}
