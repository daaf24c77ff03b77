package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian 12's own installer in a machine of QEMU, from power-on until it has taken its answers and said so: its kernel's command line, its reading
 * of our preseed, and the scripts in that are all real. There is no mirror here to install from.
 */
@Tag("full")
class DebianInstallerForRealTest {

    private static final int PATIENCE_SECONDS = 600;
    private static final Pattern TOKEN =
            Pattern.compile("url=http://10\\.96\\.0\\.1:8080/install/answer/([\\w-]+)/preseed\\.cfg");

    @TempDir
    Path directory;

    private BootLab lab;

    @BeforeEach
    void start() throws Exception {
        lab = new BootLab(directory);
        lab.inventory("""
                deb: {ansible_host: 10.96.0.11, slipway: {mac: "52:54:00:96:00:01", boot: {profile: debian-12, disk: {match: smallest}}}}
                """);
        Path profile = Files.createDirectories(lab.home.resolve("profiles/debian-12"));
        Files.writeString(profile.resolve("profile.yml"), """
                kernel: linux
                initrd: initrd.gz
                installer: debian
                arguments: DEBIAN_FRONTEND=text no_timer_check --- console=ttyS0
                """);
        sh("""
                apt-get download debian-installer-12-netboot-amd64
                dpkg-deb --fsys-tarfile debian-installer-*.deb | tar -x --wildcards --strip-components=10 -C %s \\
                  './usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/linux' \\
                  './usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/initrd.gz'
                """.formatted(profile));
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

    private Process powerOn() throws Exception {
        return new ProcessBuilder(List.of(
                        "ip",
                        "netns",
                        "exec",
                        lab.server,
                        "qemu-system-x86_64",
                        "-accel",
                        "tcg",
                        "-m",
                        "1280",
                        "-nographic",
                        "-nodefaults",
                        "-no-reboot",
                        "-device",
                        "virtio-rng-pci",
                        "-serial",
                        "file:" + directory.resolve("serial"),
                        "-netdev",
                        "tap,id=n,script=no,downscript=no,ifname=" + lab.tap("tap0"),
                        "-machine",
                        "pc",
                        "-device",
                        "virtio-net-pci,netdev=n,bootindex=1,mac=52:54:00:96:00:01"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("qemu.log").toFile())
                .start();
    }

    /** Waits until it says so itself. */
    private void until(String wanted, Process qemu) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!lab.node("show", "deb").contains(wanted)) {
            assertTrue(System.nanoTime() < end, () -> lab.node("show", "deb") + text(directory.resolve("serial")));
            assertTrue(!qemu.waitFor(3, TimeUnit.SECONDS), () -> text(directory.resolve("qemu.log")));
        }
    }

    @Test
    void takesItsAnswersAndReports() throws Exception {
        lab.serve();
        assertEquals("deb is armed\n", lab.node("install", "deb"));
        Process qemu = powerOn();
        try {
            until("its installer said: began", qemu);
        } finally {
            qemu.destroyForcibly();
            assertTrue(qemu.waitFor(20, TimeUnit.SECONDS));
        }
        String shown = lab.node("show", "deb");
        assertTrue(shown.startsWith("deb is installing\n"), shown);
        assertTrue(shown.contains("booting     its installer fetched preseed.cfg"), shown);
        Matcher token = TOKEN.matcher(text(directory.resolve("serial")));
        assertTrue(token.find(), text(directory.resolve("serial")));
        BootLab.Machine thief = lab.machine("10.96.0.11");
        String url = "http://10.96.0.1:8080/install/answer/" + token.group(1) + "/preseed.cfg";
        lab.network.in(
                thief.name(), "sh", "-c", "test \"$(curl -s -o /dev/null -w '%{http_code}' " + url + ")\" = 403");
        assertTrue(lab.node("show", "deb").contains("it was given out already"), lab.node("show", "deb"));
        assertTrue(text(lab.home.resolve("known_hosts")).startsWith("deb,10.96.0.11 ssh-ed25519 "));
    }
}
