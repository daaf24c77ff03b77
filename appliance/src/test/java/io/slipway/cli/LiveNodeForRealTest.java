package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine of QEMU that runs the system which {@code slipway node live-image} makes: it reports its hardware, wipes a disk, is reached over SSH by
 * a playbook, and boots from disk once it is ready.
 */
@Tag("full")
class LiveNodeForRealTest {

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int SMALL = 48 * 1024 * 1024;
    private static final int LARGE = 64 * 1024 * 1024;

    /** A boot sector that writes a text to the first serial port, and ends the machine by QEMU's own device for that. */
    private static final byte[] SECTOR = HexFormat.of().parseHex("31c08ed8be187cfcac84c07406baf803eeebf5b000e6f4f4");

    @TempDir
    Path directory;

    private BootLab lab;
    private Process qemu;

    @BeforeEach
    void start() throws Exception {
        lab = new BootLab(directory);
        program(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                directory.resolve("key").toString());
        lab.inventory("""
                live:
                  ansible_host: 10.96.0.21
                  ansible_user: root
                  ansible_ssh_private_key_file: %1$s/key
                  ansible_ssh_common_args: -o StrictHostKeyChecking=yes
                  slipway: {mac: "52:54:00:96:00:21", boot: {disk: {match: smallest}}}
                """.formatted(directory));
        Slipway.Said made = new Slipway(lab.home)
                .run(
                        "node",
                        "live-image",
                        "--authorized-key",
                        directory.resolve("key.pub").toString());
        assertEquals(0, made.status(), made.all());
        // An emulated timer may be late on a busy host, over which a kernel would panic.
        Path profile = lab.home.resolve("profiles/live/profile.yml");
        Files.writeString(profile, Files.readString(profile).replace("panic=30", "panic=30 no_timer_check"));
        disks();
    }

    @AfterEach
    void stop() throws Exception {
        if (qemu != null) {
            qemu.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
        lab.strike();
    }

    private String program(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private void disks() throws IOException {
        byte[] bootable = new byte[LARGE];
        System.arraycopy(SECTOR, 0, bootable, 0, SECTOR.length);
        byte[] said = "\r\nBOOTED FROM DISK\r\n\0".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(said, 0, bootable, SECTOR.length, said.length);
        bootable[510] = 0x55;
        bootable[511] = (byte) 0xaa;
        Files.write(directory.resolve("large"), bootable);
        byte[] full = new byte[SMALL];
        Arrays.fill(full, (byte) 'x');
        Files.write(directory.resolve("small"), full);
    }

    private void powerOn(String tap) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", lab.server, "qemu-system-x86_64"));
        command.addAll(List.of("-accel", "tcg", "-machine", "pc", "-m", "768", "-nographic", "-nodefaults"));
        command.addAll(List.of("-smbios", "type=1,manufacturer=Slipway,product=Tester,serial=S123"));
        command.addAll(List.of("-device", "virtio-rng-pci", "-device", "isa-debug-exit,iobase=0xf4,iosize=1"));
        command.addAll(List.of("-serial", "file:" + directory.resolve("serial")));
        command.addAll(List.of("-netdev", "tap,id=n,script=no,downscript=no,ifname=" + lab.tap(tap)));
        command.addAll(List.of("-device", "virtio-net-pci,netdev=n,bootindex=1,mac=52:54:00:96:00:21"));
        for (String disk : List.of("large", "small")) {
            command.addAll(List.of("-drive", "if=none,format=raw,id=" + disk + ",file=" + directory.resolve(disk)));
            command.addAll(List.of("-device", "virtio-blk-pci,drive=" + disk + ",serial=" + disk));
        }
        qemu = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("qemu.log").toFile())
                .start();
    }

    private String console() throws IOException {
        return Files.readString(directory.resolve("qemu.log"))
                + Files.readString(directory.resolve("serial"), StandardCharsets.ISO_8859_1);
    }

    private void bootsFromDisk() throws Exception {
        assertTrue(qemu.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> "it does not end");
        String console = console();
        assertTrue(console.contains("BOOTED FROM DISK"), console);
    }

    private String shown(String part) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            String shown = lab.node("show", "live");
            if (shown.contains(part)) {
                return shown;
            }
            assertTrue(qemu.isAlive() && Instant.now().isBefore(end), () -> shown + "\n" + lab.node("list"));
            Thread.sleep(500);
        }
    }

    private byte[] first(String disk) throws IOException {
        byte[] bytes = new byte[512];
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve(disk).toFile(), "r")) {
            file.readFully(bytes);
        }
        return bytes;
    }

    private String playbook() throws Exception {
        Path playbook = Files.writeString(directory.resolve("site.yml"), """
                - hosts: live
                  gather_facts: no
                  tasks:
                    - copy: {content: "made by a playbook\\n", dest: /root/made, mode: "0640"}
                    - command: cat /root/made
                      register: read
                    - assert: {that: read.stdout == "made by a playbook"}
                """);
        return program(
                "ip",
                "netns",
                "exec",
                lab.server,
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--home",
                lab.home.toString(),
                "run",
                "-i",
                directory.resolve("pod.yml").toString(),
                playbook.toString());
    }

    @Test
    void itReportsIsWipedIsConfiguredAndBootsFromDiskOnceItIsReady() throws Exception {
        lab.serve();
        assertEquals("live is wiping\n", lab.node("wipe", "live"));
        byte[] large = first("large");
        powerOn("tap0");
        bootsFromDisk();
        assertArrayEquals(new byte[SMALL], Files.readAllBytes(directory.resolve("small")));
        assertArrayEquals(large, first("large"));
        String wiped = lab.node("show", "live");
        assertTrue(wiped.startsWith("live is approved\n"), wiped);
        assertTrue(wiped.contains("its disks were wiped: vdb overwritten with zeros"), wiped);
        assertTrue(wiped.contains("  machine      Slipway Tester, serial S123, UUID "), wiped);
        assertTrue(wiped.contains("  disk         vda: 67 MB, unknown, serial large"), wiped);
        assertTrue(wiped.contains(": 52:54:00:96:00:21, virtio_net, PCI "), wiped);
        assertTrue(wiped.contains("boot from disk (iPXE, BIOS): it is not armed"), wiped);

        assertEquals("live is rescue\n", lab.node("rescue", "live"));
        Files.delete(directory.resolve("serial"));
        powerOn("tap1");
        shown("run rescue from memory (live system, BIOS): rescue was asked for");
        String known = Files.readString(lab.home.resolve("known_hosts"));
        assertTrue(known.startsWith("live,10.96.0.21 ssh-ed25519 "), known);
        assertTrue(
                shown("its live system fetched its host key")
                        .contains(known.strip().split(" ")[2]),
                known);
        String played = playbook();
        assertTrue(played.contains("changed=2"), played);
        assertEquals("live is ready\n", lab.node("mark", "ready", "live"));
        bootsFromDisk();
        String last = lab.node("show", "live");
        assertTrue(last.contains("boot from disk (iPXE, BIOS): it is ready"), last);
        assertTrue(last.contains("its live system reported: Slipway Tester: 1 CPU, "), last);
    }
}
