package io.slipway.parity;

import io.slipway.lab.files.Trees;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A machine of QEMU for one case: Debian's kernel, the disks {@code vdb}, {@code vdc} and {@code vdd} with nothing on them, and root
 * behind SSH at a port of this machine's loopback. What it writes is thrown away when it is closed.
 *
 * <p>Its processor is emulated, so that this runs everywhere; it is up within half a minute.
 */
final class Machine implements OwnNode {

    private static final int PATIENCE_MINUTES = 8;
    private static final long DISK = 512L << 20;
    private static final String LOOPBACK = "127.0.0.1";

    /** SELinux's {@code semanage} is itself written in Python: it keeps one, where nobody looks for it. */
    private static final String HIDE_PYTHON = """
            set -e
            mv "$(readlink -f /usr/bin/python3)" /usr/libexec/semanage-python
            rm /usr/bin/python3*
            sed -i '1s,/usr/bin/python3,/usr/libexec/semanage-python,' /usr/sbin/semanage
            ! command -v python3
            """;

    private final Path folder;
    private final Process qemu;
    private final SshNodes nodes;

    static Machine of(ParityCase parityCase, boolean python, Path home) throws IOException, InterruptedException {
        Machine machine = new Machine(parityCase.kernelWords(), home);
        try {
            machine.awaitReady();
            parityCase.packages().installOn(machine.nodes, python);
            if (!python) {
                machine.nodes.pipe(List.of(machine.nodes.ssh(0, HIDE_PYTHON)));
            }
            return machine;
        } catch (IOException | InterruptedException | AssertionError failure) {
            machine.close();
            throw failure;
        }
    }

    private Machine(List<String> kernelWords, Path home) throws IOException, InterruptedException {
        MachineImage image = MachineImage.in(ParityLab.cache());
        folder = Files.createTempDirectory(home, "machine");
        Path key = folder.resolve("key");
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .start()
                .waitFor();
        int port = freePort();
        Path known = Files.writeString(
                folder.resolve("known_hosts"),
                "[" + LOOPBACK + "]:" + port + " " + Files.readString(image.file("host-key.pub")));
        nodes = new SshNodes(List.of(LOOPBACK), port, key, known);
        qemu = new ProcessBuilder(command(image, kernelWords, port))
                .redirectErrorStream(true)
                .start();
        // Also after Ctrl-C, when nobody closes it.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(qemu::destroyForcibly));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<String> command(MachineImage image, List<String> kernelWords, int port) throws IOException {
        List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-accel", "tcg"));
        command.addAll(List.of("-machine", "pc", "-smp", "2", "-m", "1024", "-nographic", "-nodefaults"));
        command.addAll(List.of("-kernel", image.file("kernel").toString()));
        command.addAll(List.of("-initrd", image.file("initrd").toString()));
        // An emulated timer may be late on a busy host, over which a kernel would panic.
        command.addAll(List.of(
                "-append",
                "root=/dev/vda rw quiet console=ttyS0 no_timer_check panic=-1 " + String.join(" ", kernelWords)));
        String key = Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("key.pub")));
        command.addAll(
                List.of("-smbios", "type=11,value=io.systemd.credential.binary:ssh.authorized_keys.root=" + key));
        command.addAll(List.of("-serial", "file:" + console(), "-serial", "stdio", "-monitor", "none"));
        command.addAll(List.of("-device", "virtio-rng-pci"));
        command.addAll(
                List.of("-netdev", "user,id=n,restrict=on,hostfwd=tcp:" + LOOPBACK + ":" + port + "-10.0.2.15:22"));
        command.addAll(List.of("-device", "virtio-net-pci,netdev=n,romfile="));
        command.addAll(List.of("-drive", "if=virtio,format=raw,snapshot=on,file=" + image.file("disk")));
        for (String name : List.of("vdb", "vdc", "vdd")) {
            Path disk = folder.resolve(name);
            try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
                file.setLength(DISK);
            }
            command.addAll(List.of("-drive", "if=virtio,format=raw,cache=unsafe,file=" + disk));
        }
        return command;
    }

    private Path console() {
        return folder.resolve("console");
    }

    /** Its second serial port says so, after what QEMU itself may have to say. */
    private void awaitReady() throws IOException, InterruptedException {
        StringBuilder said = new StringBuilder();
        CompletableFuture<Boolean> ready = CompletableFuture.supplyAsync(() -> readyAfter(said));
        try {
            if (ready.get(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                return;
            }
        } catch (TimeoutException | ExecutionException late) {
            said.append(late);
        }
        throw new AssertionError("the machine did not get ready: " + said + "\n"
                + Files.readString(console(), StandardCharsets.ISO_8859_1));
    }

    private boolean readyAfter(StringBuilder said) {
        BufferedReader port = qemu.inputReader(StandardCharsets.ISO_8859_1);
        try {
            for (String line = port.readLine(); line != null; line = port.readLine()) {
                if (line.strip().equals("ready")) {
                    return true;
                }
                said.append(line).append('\n');
            }
            return false;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Nodes nodes() {
        return nodes;
    }

    @Override
    public void close() {
        qemu.destroyForcibly().onExit().join();
        try {
            Trees.delete(folder);
        } catch (IOException remains) {
            throw new UncheckedIOException(remains);
        }
    }
}
