package io.slipway.netboot.ignition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;

/** Configs in YAML that somebody wrote. */
public final class ButaneFuzz {

    private ButaneFuzz() {}

    public static List<byte[]> seeds() {
        return Stream.of("""
                        variant: fcos
                        version: 1.6.0
                        boot_device: {layout: x86_64, mirror: {devices: [/dev/sda, /dev/sdb]}, luks: {tpm2: true}}
                        passwd:
                          users:
                            - {name: core, ssh_authorized_keys: [ssh-ed25519 A], password_hash: "$y$"}
                        kernel_arguments: {should_exist: [quiet]}
                        """, """
                        variant: flatcar
                        version: 1.1.0
                        storage:
                          files:
                            - path: /etc/motd
                              mode: 0644
                              overwrite: true
                              contents: {inline: "hello\\n"}
                          directories: [{path: /srv/x}]
                          links: [{path: /etc/l, target: ../x}]
                          trees: [{local: tree, path: /etc}]
                          filesystems: [{device: /dev/sda1, format: xfs, path: /var/lib, with_mount_unit: true}]
                        systemd:
                          units: [{name: a.service, enabled: true, contents: "[Install]\\nWantedBy=b.target\\n"}]
                        """).map(text -> text.getBytes(UTF_8)).toList();
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        Transpiled made = Butane.transpile("config.bu", new String(bytes, UTF_8), LocalFiles.none());
        if (made.report().accepted()) {
            assertEquals(
                    List.of(), ValidateIgnition.json("made.ign", made.json()).errors(), "what is made is valid");
        }
    }
}
