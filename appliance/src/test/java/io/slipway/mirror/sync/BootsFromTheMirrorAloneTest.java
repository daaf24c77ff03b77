package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A closure of the machine's own sources is whole: in a network that has nothing but {@code slipway serve}, mmdebstrap makes a
 * server of it, and the mirrored QEMU boots that with the mirrored kernel. Without KVM, as machines that are virtual themselves may
 * offer one that does not work: on a busy machine that takes minutes for what otherwise takes seconds, so that nothing in it may give
 * up by the clock, and a boot that fails ends at once. All that it says goes through the kernel: the emulated serial line may lose an
 * interrupt, and whoever writes to its terminal, such as systemd, then waits for ever. Slurm has no cluster here to be started for. Takes about four minutes a release, and 5 GB for a while.
 */
@Tag("full")
class BootsFromTheMirrorAloneTest {

    private static final String PACKAGES = "containerd,slurm-wlm,prometheus,chrony,haproxy,keepalived,qemu-system-x86,"
            + "openssh-server,linux-image-amd64,initramfs-tools,systemd-sysv,iproute2,ca-certificates";

    /** Told the release, the packages, and how to start Slipway; in a network of its own. */
    private static final String BOOTSTRAP = """
            set -eu
            release=$1 packages=$2; shift 2
            ip link set lo up
            "$@" serve --listen 127.0.0.1:8080 > serve.log 2>&1 &
            server=$!
            trap 'kill $server' EXIT
            until curl -sf http://127.0.0.1:8080/sources/pod.sources > pod.sources; do kill -0 $server; sleep 0.2; done
            TMPDIR=$PWD mmdebstrap --variant=minbase --include="$packages" "$release" root pod.sources
            cat > root/etc/systemd/system/report.service <<'END'
            [Unit]
            After=multi-user.target
            [Service]
            Type=oneshot
            ExecStart=/bin/sh -c 'echo "<2>BOOTED: $(systemctl is-active containerd haproxy prometheus chrony ssh | xargs)" > /dev/kmsg'
            ExecStart=systemctl poweroff
            END
            mkdir -p root/etc/systemd/system/multi-user.target.wants
            ln -s ../report.service root/etc/systemd/system/multi-user.target.wants/
            for each in slurmd slurmctld serial-getty@ttyS0; do ln -s /dev/null root/etc/systemd/system/$each.service; done
            echo '/dev/vda / ext4 defaults 0 1' > root/etc/fstab
            mkdir -p root/etc/systemd/system/emergency.service.d
            printf '[Service]\nExecStart=\nExecStart=systemctl poweroff --force\n' \\
              > root/etc/systemd/system/emergency.service.d/end.conf
            mke2fs -q -t ext4 -d root disk.img 4G
            mv disk.img root/tmp/
            cat > root/tmp/boot <<'END'
            exec qemu-system-x86_64 -accel tcg,thread=multi -cpu max -m 1024 -smp 2 -nographic -no-reboot -nic none \\
              -kernel /boot/vmlinuz-* -initrd /boot/initrd.img-* -append "$(cat /tmp/append)" \\
              -drive file=/tmp/disk.img,format=raw,if=virtio
            END
            echo 'root=/dev/vda rw console=ttyS0 panic=1 systemd.show_status=false systemd.log_target=kmsg' \\
              'systemd.default_timeout_start_sec=900 systemd.default_device_timeout_sec=900' > root/tmp/append
            timeout 1500 unshare --mount --pid --fork --mount-proc="$PWD/root/proc" chroot root sh /tmp/boot
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"bookworm", "trixie"})
    void aServer(String release) throws Exception {
        Path mirrors = Files.createDirectories(directory.resolve("mirrors"));
        Files.writeString(
                mirrors.resolve("pod.yml"),
                "sources: [{type: apt, uri: machine, suites: [" + release + "]}]\nessential: true\npackages: [apt, "
                        + PACKAGES.replace(",", ", ") + "]\n");
        Path home = directory.resolve("home");
        Outcome synced = new SyncMirrors(SyncMirrors.Setup.standard(home, mirrors, Progress.NONE))
                .run(List.of(), false)
                .getFirst();
        assertInstanceOf(Outcome.Published.class, synced, synced::toString);

        Path log = directory.resolve("log");
        ProcessBuilder bootstrap = new ProcessBuilder(List.of(
                        "unshare",
                        "--net",
                        "bash",
                        "-c",
                        BOOTSTRAP,
                        "bootstrap",
                        release,
                        PACKAGES,
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "--enable-native-access=ALL-UNNAMED",
                        "io.slipway.cli.Main"))
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        bootstrap.environment().put("SLIPWAY_HOME", home.toString());
        int status = bootstrap.start().waitFor();
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        String end = said.substring(Math.max(0, said.length() - 3000));
        assertEquals(0, status, end);
        assertTrue(said.contains("BOOTED: active active active active active"), end);
    }
}
