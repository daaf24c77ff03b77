package io.slipway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * This machine as a node behind SSH, for the training of this process alone: its sshd serves the connection, as this user, with keys that
 * nobody else has and that are gone afterwards.
 */
final class TrainingNode implements AutoCloseable {

    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final Path folder;
    private final ServerSocket door;

    private TrainingNode(Path folder, ServerSocket door) {
        this.folder = folder;
        this.door = door;
    }

    /** @return nothing where no sshd is */
    static Optional<TrainingNode> start(Path folder) throws IOException {
        if (!Files.isExecutable(SSHD)) {
            return Optional.empty();
        }
        Files.createDirectories(folder);
        for (String key : List.of("host", "user")) {
            Process made = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            made.getInputStream().readAllBytes();
        }
        Files.write(
                folder.resolve("sshd_config"),
                List.of(
                        "HostKey " + folder.resolve("host"),
                        "AuthorizedKeysFile " + folder.resolve("user.pub"),
                        "PidFile none",
                        "StrictModes no",
                        "UsePAM no"));
        TrainingNode node = new TrainingNode(folder, new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        Files.writeString(
                folder.resolve("known_hosts"),
                "[127.0.0.1]:" + node.door.getLocalPort() + " " + Files.readString(folder.resolve("host.pub")));
        Thread.ofVirtual().start(node::admit);
        return Optional.of(node);
    }

    /** The variables that tell an inventory how to reach it. */
    String variables() {
        return "ansible_host=127.0.0.1 ansible_port=%d ansible_user=%s ansible_ssh_private_key_file=%s "
                        .formatted(door.getLocalPort(), System.getProperty("user.name"), folder.resolve("user"))
                + "ansible_ssh_common_args='-F none -o IdentityAgent=none -o UserKnownHostsFile=%s'"
                        .formatted(folder.resolve("known_hosts"));
    }

    private void admit() {
        try {
            while (true) {
                Socket client = door.accept();
                Process sshd = new ProcessBuilder(
                                SSHD.toString(),
                                "-i",
                                "-f",
                                folder.resolve("sshd_config").toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                Thread.ofVirtual().start(() -> pass(client, sshd));
                Thread.ofVirtual().start(() -> pass(sshd, client));
            }
        } catch (IOException e) {
            // The training is over.
            return;
        }
    }

    private static void pass(Socket client, Process sshd) {
        try (OutputStream to = sshd.getOutputStream()) {
            flow(client.getInputStream(), to);
        } catch (IOException e) {
            // One of the two has ended.
            return;
        }
    }

    private static void pass(Process sshd, Socket client) {
        try (client) {
            flow(sshd.getInputStream(), client.getOutputStream());
        } catch (IOException e) {
            // One of the two has ended.
            return;
        }
    }

    private static void flow(InputStream from, OutputStream to) throws IOException {
        byte[] bytes = new byte[1 << 15];
        for (int read = from.read(bytes); read >= 0; read = from.read(bytes)) {
            to.write(bytes, 0, read);
            to.flush();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
