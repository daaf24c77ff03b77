package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Machines of QEMU, with SeaBIOS and OVMF, from power-on to a kernel of Debian's that {@code slipway serve} gave them: as the authority, and beside a
 * plain dnsmasq. Their processors are emulated, so that this runs everywhere.
 */
@Tag("full")
class BootsForRealTest {

    private static final int PATIENCE_SECONDS = 300;
    private static final List<String> KINDS = List.of("bios", "uefi", "http", "signed", "offered");
    private static final String OVMF = "/usr/share/OVMF/OVMF_";

    @TempDir
    Path directory;

    private BootLab lab;

    @BeforeEach
    void start() throws Exception {
        lab = new BootLab(directory);
        lab.inventory("""
                bios: {ansible_host: 10.96.0.11, slipway: {mac: "52:54:00:96:00:01", boot: {profile: tiny}}}
                uefi: {ansible_host: 10.96.0.12, slipway: {mac: "52:54:00:96:00:02", boot: {profile: tiny}}}
                http: {ansible_host: 10.96.0.13, slipway: {mac: "52:54:00:96:00:03", boot: {profile: tiny}}}
                signed: {ansible_host: 10.96.0.14, slipway: {mac: "52:54:00:96:00:04", boot: {profile: tiny, secure_boot: yes}}}
                offered: {ansible_host: 10.96.0.15, slipway: {mac: "52:54:00:96:00:05", boot: {profile: tiny, proxy: offered}}}
                """);
        profile();
    }

    @AfterEach
    void stop() throws Exception {
        lab.strike();
    }

    private void sh(String script) throws Exception {
        Path log = directory.resolve("sh.log");
        Process process = new ProcessBuilder("sh", "-euc", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "stuck: " + script);
        assertEquals(0, process.exitValue(), () -> script + "\n" + text(log));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A kernel of Debian's, and a system that says by whom it was started, and goes. */
    private void profile() throws Exception {
        Path profile = Files.createDirectories(lab.home.resolve("profiles/tiny"));
        Files.writeString(profile.resolve("profile.yml"), """
                kernel: vmlinuz
                initrd: initrd.gz
                arguments: console=ttyS0 panic=-1
                """);
        Path root = Files.createDirectories(directory.resolve("root"));
        Path init = Files.writeString(root.resolve("init"), """
                #!/busybox sh
                /busybox mkdir /proc
                /busybox mount -t proc proc /proc
                echo "STARTED WITH: $(/busybox cat /proc/cmdline)"
                /busybox poweroff -f
                """);
        assertTrue(init.toFile().setExecutable(true));
        sh("""
                kernel=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: *//p' | head -n 1)
                apt-get download "$kernel" busybox-static
                for package in *.deb; do dpkg-deb -x "$package" unpacked; done
                cp unpacked/boot/vmlinuz-* %1$s/vmlinuz
                cp unpacked/bin/busybox root/busybox
                cd root
                find . | ./busybox cpio -o -H newc | gzip -1 > %1$s/initrd.gz
                """.formatted(profile));
    }

    /** The words with which QEMU starts a machine whose firmware knows no other way than the one that is asked for. */
    private List<String> machine(String kind) throws IOException {
        String card = "virtio-net-pci,netdev=n,bootindex=1,mac=52:54:00:96:00:0" + (KINDS.indexOf(kind) + 1);
        if (kind.equals("bios")) {
            return List.of("-machine", "pc", "-device", card);
        }
        String variant = kind.equals("signed") ? "_4M.ms.fd" : "_4M.fd";
        Path variables = Files.copy(Path.of(OVMF + "VARS" + variant), directory.resolve("vars"));
        List<String> words = new ArrayList<>(List.of(
                "-machine",
                "q35,smm=on",
                "-global",
                "driver=cfi.pflash01,property=secure,value=on",
                "-drive",
                "if=pflash,format=raw,unit=0,readonly=on,file=" + OVMF + "CODE" + variant,
                "-drive",
                "if=pflash,format=raw,unit=1,file=" + variables,
                "-device",
                card + ",romfile="));
        if (kind.equals("http")) {
            for (String way : List.of("IPv4PXESupport", "IPv6PXESupport")) {
                words.addAll(List.of("-fw_cfg", "name=opt/org.tianocore/" + way + ",string=n"));
            }
        }
        return words;
    }

    private String powerOn(String kind) throws Exception {
        Path serial = directory.resolve("serial");
        List<String> command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                lab.server,
                "qemu-system-x86_64",
                "-accel",
                "tcg",
                "-m",
                "512",
                "-nographic",
                "-nodefaults",
                "-no-reboot",
                "-device",
                "virtio-rng-pci",
                "-serial",
                "file:" + serial,
                "-netdev",
                "tap,id=n,script=no,downscript=no,ifname=" + lab.tap("tap0")));
        command.addAll(machine(kind));
        Process qemu = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("qemu.log").toFile())
                .start();
        try {
            assertTrue(qemu.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "it does not end:\n" + text(serial));
        } finally {
            qemu.destroyForcibly();
        }
        return text(directory.resolve("qemu.log")) + text(serial);
    }

    private void boots(String kind) throws Exception {
        assertEquals(kind + " is armed\n", lab.node("install", kind));
        String console = powerOn(kind);
        String card = "BOOTIF=01-52-54-00-96-00-0" + (KINDS.indexOf(kind) + 1);
        assertTrue(
                console.lines()
                        .anyMatch(line -> line.contains("STARTED WITH: ")
                                && line.contains("console=ttyS0 panic=-1 ")
                                && line.contains(card)),
                console);
        assertEquals(kind.equals("signed"), console.contains("secureboot: Secure boot enabled"), console);
        String shown = lab.node("show", kind);
        assertTrue(shown.startsWith(kind + " is booting\n"), shown);
        assertTrue(shown.contains("it fetched what installs tiny"), shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bios", "uefi", "http", "signed"})
    void asTheAuthority(String kind) throws Exception {
        lab.serve();
        boots(kind);
    }

    /** Not with GRUB 2.06, which asks the server that gave the address for its files, whatever the proxy said. */
    @ParameterizedTest
    @ValueSource(strings = {"bios", "uefi", "http", "offered"})
    void besideAServerThatGivesAddresses(String kind) throws Exception {
        lab.dnsmasq();
        lab.serve("netboot.dhcp=proxy");
        boots(kind);
    }
}
