package io.slipway.netboot.ignition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/** Configs in JSON that somebody wrote. */
public final class IgnitionFuzz {

    private IgnitionFuzz() {}

    public static List<byte[]> seeds() {
        return Stream.of("""
                        {"ignition": {"version": "3.4.0", "config": {"merge": [{"source": "http://a/b", "verification":
                        {"hash": "sha256-00"}}]}, "timeouts": {"httpTotal": 30}, "proxy": {"httpProxy": "http://p"}},
                        "passwd": {"users": [{"name": "core", "sshAuthorizedKeys": ["ssh-ed25519 A"], "groups": ["g"]}]},
                        "kernelArguments": {"shouldExist": ["a"], "shouldNotExist": ["b"]}}
                        """, """
                        {"ignition": {"version": "3.5.0"}, "storage": {"disks": [{"device": "/dev/sda", "wipeTable": true,
                        "partitions": [{"label": "a", "number": 1, "sizeMiB": 10, "startMiB": 1, "guid": "g"}]}],
                        "raid": [{"name": "r", "level": "raid1", "devices": ["/dev/a", "/dev/b"], "spares": 0}],
                        "luks": [{"name": "l", "device": "/dev/md/r", "clevis": {"tang": [{"url": "http://t",
                        "thumbprint": "x"}], "threshold": 1}}], "filesystems": [{"device": "/dev/l", "format": "xfs",
                        "path": "/var", "label": "v"}], "files": [{"path": "/etc/a", "mode": 420, "contents":
                        {"source": "data:text/plain;base64,YQ==", "compression": "gzip"}, "user": {"id": 0}}],
                        "directories": [{"path": "/d"}], "links": [{"path": "/l", "target": "/etc/a", "hard": false}]}}
                        """, """
                        {"ignition": {"version": "3.4.0"}, "systemd": {"units": [{"name": "a.service", "enabled": true,
                        "contents": "[Unit]\\nDescription=x\\\\\\n y\\n[Install]\\nWantedBy=a.target\\n",
                        "dropins": [{"name": "b.conf", "contents": "[Service]\\n"}]}]}}
                        """).map(text -> text.getBytes(UTF_8)).toList();
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        ValidateIgnition.json("config.ign", new String(bytes, UTF_8));
    }
}
