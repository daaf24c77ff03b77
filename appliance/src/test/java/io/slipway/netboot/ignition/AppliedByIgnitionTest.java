package io.slipway.netboot.ignition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's Ignition 2.14 makes of our configs what they say, in a root directory of its own. It knows what became version 3.4 as an experiment, so
 * that the version is the one thing that is changed for it.
 */
@Tag("scenario")
class AppliedByIgnitionTest {

    /** Debian has it for dracut alone. */
    private static final String IGNITION = "/usr/lib/dracut/modules.d/30ignition/ignition";

    private static final String BUTANE = """
            variant: fcos
            version: 1.5.0
            passwd:
              groups:
                - {name: ops, gid: 1600}
              users:
                - name: core
                  uid: 1601
                  primary_group: ops
                  home_dir: /var/home/core
                  shell: /bin/sh
                  password_hash: $y$j9T$abc$def
                  ssh_authorized_keys: [ssh-ed25519 AAAAC3Nz one, ssh-ed25519 AAAAC3Nz two]
            storage:
              directories:
                - {path: /opt/pod, mode: 0750}
              files:
                - path: /etc/motd
                  mode: 0640
                  contents: {inline: "a pod,\\nwith ümläuts & 100 %\\n"}
                - path: /etc/long
                  contents: {local: long}
                - path: /etc/issue
                  overwrite: true
                  contents: {inline: new}
                - path: /etc/hosts
                  append:
                    - inline: "10.10.0.2 slipway\\n"
              links:
                - {path: /etc/localtime, target: ../usr/share/zoneinfo/UTC}
                - {path: /opt/pod/motd, target: /etc/motd, hard: true}
              trees:
                - {local: tree, path: /etc/pod}
            systemd:
              units:
                - name: pod.service
                  enabled: true
                  contents: |
                    [Service]
                    ExecStart=/bin/true
                    [Install]
                    WantedBy=multi-user.target
                - name: sshd.service
                  dropins:
                    - {name: 10-pod.conf, contents: "[Service]\\nNice=5\\n"}
                - {name: rpcbind.service, mask: true}
            """;

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void make() throws IOException {
        // Ignition writes a user's files as that user.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        root = folder.resolve("root");
        file("root/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
        file("root/etc/group", "root:x:0:\n");
        file("root/etc/shadow", "root:*:1::::::\n");
        file("root/etc/gshadow", "root:*::\n");
        file("root/etc/login.defs", "");
        file("root/etc/selinux/config", "SELINUX=disabled\nSELINUXTYPE=targeted\n");
        file("root/etc/issue", "old");
        file("root/etc/hosts", "127.0.0.1 localhost\n");
        file("files/long", "0123456789".repeat(2000));
        file("files/tree/deep/file", "in a tree");
        // It labels what it made for SELinux, which is not here: nothing is labelled.
        assertTrue(file("bin/setfiles", "#!/bin/sh\n").toFile().setExecutable(true));
        Path program = file("files/tree/run", "#!/bin/sh\n");
        assertTrue(program.toFile().setExecutable(true));
    }

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private void apply(String json) throws Exception {
        Path config = file("config.ign", json);
        for (String stage : List.of("fetch-offline", "files")) {
            ProcessBuilder builder = new ProcessBuilder(
                            IGNITION,
                            "--root",
                            root.toString(),
                            "--platform",
                            "file",
                            "--stage",
                            stage,
                            "--config-cache",
                            folder.resolve("cache").toString(),
                            "--state-file",
                            folder.resolve("state").toString(),
                            "--neednet",
                            folder.resolve("neednet").toString(),
                            "--log-to-stdout")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            builder.environment().put("IGNITION_CONFIG_FILE", config.toString());
            builder.environment().merge("PATH", folder.resolve("bin").toString(), (path, own) -> own + ":" + path);
            Process process = builder.start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), Files.readString(folder.resolve("log")));
        }
    }

    private String read(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
    }

    private String line(String path, String start) throws IOException {
        return read(path)
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElse("");
    }

    @Test
    void filesUnitsUsersAndLinksAreWhatButaneSays() throws Exception {
        Transpiled made = Butane.transpile("pod.bu", BUTANE, LocalFiles.in(folder.resolve("files")));
        assertEquals(List.of(), made.report().errors());
        String json = made.json();
        assertTrue(json.contains("\"3.4.0\""), json);
        apply(json.replace("\"3.4.0\"", "\"3.4.0-experimental\""));

        assertEquals("a pod,\nwith ümläuts & 100 %\n", read("etc/motd"));
        assertEquals("rw-r-----", mode("etc/motd"));
        assertEquals("0123456789".repeat(2000), read("etc/long"));
        assertEquals("new", read("etc/issue"));
        assertEquals("127.0.0.1 localhost\n10.10.0.2 slipway\n", read("etc/hosts"));
        assertEquals("in a tree", read("etc/pod/deep/file"));
        assertEquals("rwxr-xr-x", mode("etc/pod/run"));
        assertEquals("rwxr-x---", mode("opt/pod"));
        assertEquals(Path.of("../usr/share/zoneinfo/UTC"), Files.readSymbolicLink(root.resolve("etc/localtime")));
        assertTrue(Files.isSameFile(root.resolve("opt/pod/motd"), root.resolve("etc/motd")));

        assertTrue(read("etc/systemd/system/pod.service").contains("ExecStart=/bin/true\n"));
        assertEquals("[Service]\nNice=5\n", read("etc/systemd/system/sshd.service.d/10-pod.conf"));
        assertEquals(Path.of("/dev/null"), Files.readSymbolicLink(root.resolve("etc/systemd/system/rpcbind.service")));
        String presets = read("etc/systemd/system-preset/20-ignition.preset");
        assertTrue(presets.contains("enable pod.service\n"), presets);

        assertEquals("core:x:1601:1600::/var/home/core:/bin/sh", line("etc/passwd", "core:"));
        assertEquals("ops:x:1600:", line("etc/group", "ops:"));
        assertTrue(line("etc/shadow", "core:").startsWith("core:$y$j9T$abc$def:"), read("etc/shadow"));
        assertEquals(
                "ssh-ed25519 AAAAC3Nz one\n\nssh-ed25519 AAAAC3Nz two\n\n".replace("\n\n", "\n"),
                read("var/home/core/.ssh/authorized_keys.d/ignition").replace("\n\n", "\n"));
    }
}
