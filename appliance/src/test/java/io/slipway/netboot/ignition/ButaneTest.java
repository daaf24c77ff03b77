package io.slipway.netboot.ignition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ButaneTest {

    private static final String FCOS = "variant: fcos\nversion: 1.6.0\n";

    @TempDir
    Path outside;

    private Path folder;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(outside.resolve("files"));
    }

    private Transpiled transpile(String text) {
        return Butane.transpile("b.bu", text, LocalFiles.in(folder));
    }

    private void becomes(String butane, String ignition) {
        assertEquals(
                Json.line(Json.read("expected", ignition)),
                Json.line(Json.read("made", transpile(butane).json())));
    }

    private List<String> mistakes(String butane) {
        return transpile(butane).report().errors().stream()
                .map(Problem::toString)
                .toList();
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @ParameterizedTest
    @CsvSource({"fcos,1.5.0,3.4.0", "fcos,1.6.0,3.5.0", "flatcar,1.1.0,3.4.0"})
    void eachVersionBecomesOneOfIgnition(String variant, String version, String ignition) {
        becomes(
                "variant: %s\nversion: %s".formatted(variant, version),
                "{\"ignition\":{\"version\":\"%s\"}}".formatted(ignition));
    }

    @Test
    void otherVersionsAreRefusedByName() {
        assertEquals(
                List.of("b.bu:2:10: the variant 'fcos' in version '1.4.0' is not known"
                        + " (known are fcos 1.5.0, fcos 1.6.0, flatcar 1.1.0)"),
                mistakes("variant: fcos\nversion: 1.4.0"));
        assertEquals(1, mistakes("version: 1.5.0").size());
        assertEquals(1, mistakes("[1]").size());
        assertEquals(1, mistakes("a: [").size());
    }

    @Test
    void namesAndModesAreWrittenAsIgnitionDoes() {
        becomes(FCOS + """
                passwd:
                  users:
                    - name: core
                      uid: 0o1750
                      home_dir: /home/core
                      ssh_authorized_keys: [key]
                kernel_arguments: {should_exist: [quiet]}
                storage:
                  disks: [{device: /dev/vda, wipe_table: yes, partitions: [{label: a, size_mib: 5, type_guid: ""}]}]
                  directories: [{path: /d, mode: 0755}]
                """, """
                {"ignition": {"version": "3.5.0"},
                 "passwd": {"users": [{"name": "core", "uid": 1000, "homeDir": "/home/core", "sshAuthorizedKeys": ["key"]}]},
                 "kernelArguments": {"shouldExist": ["quiet"]},
                 "storage": {
                   "disks": [{"device": "/dev/vda", "wipeTable": true,
                              "partitions": [{"label": "a", "sizeMiB": 5, "typeGuid": ""}]}],
                   "directories": [{"path": "/d", "mode": 493}]}}
                """);
    }

    @Test
    void contentsComeFromTheConfigOrFromAFileBesideIt() throws IOException {
        file("motd", "a b");
        becomes(FCOS + """
                storage:
                  files:
                    - {path: /a, mode: 0600, contents: {inline: hello}}
                    - {path: /b, contents: {local: motd}}
                    - {path: /c, contents: {source: "http://a/c"}}
                """, """
                {"ignition": {"version": "3.5.0"},
                 "storage": {"files": [
                   {"path": "/a", "mode": 384, "contents": {"source": "data:,hello", "compression": ""}},
                   {"path": "/b", "contents": {"source": "data:,a%20b", "compression": ""}},
                   {"path": "/c", "contents": {"source": "http://a/c"}}]}}
                """);
    }

    @Test
    void longContentsAreCompressedShortOnesEncodedInTheShortestWay() {
        assertEquals(
                "gzip",
                DataUrl.of("a".repeat(1000).getBytes(StandardCharsets.UTF_8), true)
                        .compression());
        assertEquals(
                "",
                DataUrl.of("a".repeat(1000).getBytes(StandardCharsets.UTF_8), false)
                        .compression());
        assertEquals(
                "data:;base64,AAECAwQF",
                DataUrl.of(new byte[] {0, 1, 2, 3, 4, 5}, true).url());
        assertEquals(
                "data:,a%C3%A9-1",
                DataUrl.of("aé-1".getBytes(StandardCharsets.UTF_8), true).url());
    }

    @Test
    void noFileOutsideOfTheFolderIsRead() throws IOException {
        Files.writeString(outside.resolve("secret"), "x");
        Files.createSymbolicLink(folder.resolve("link"), outside.resolve("secret"));
        for (String name : List.of("../secret", "../../../etc/passwd", "/etc/passwd", "link", "gone", ".")) {
            assertEquals(
                    1,
                    mistakes(FCOS + "storage: {files: [{path: /a, contents: {local: " + name + "}}]}")
                            .size(),
                    name);
        }
        Transpiled unknown = Butane.transpile(
                "b.bu", FCOS + "storage: {files: [{path: /a, contents: {local: a}}]}", LocalFiles.none());
        assertEquals(
                "b.bu:3:48: this config may name no local files, but names 'a'",
                unknown.report().errors().getFirst().toString());
    }

    @Test
    void aTreeIsTakenInWhole() throws IOException {
        file("tree/etc/a", "A");
        file("tree/etc/run", "R");
        Files.setPosixFilePermissions(folder.resolve("tree/etc/run"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(folder.resolve("tree/l"), Path.of("etc/a"));
        becomes(FCOS + """
                storage:
                  trees: [{local: tree, path: /opt}]
                  files: [{path: /opt/etc/a, mode: 0600}]
                """, """
                {"ignition": {"version": "3.5.0"},
                 "storage": {
                   "files": [
                     {"path": "/opt/etc/a", "mode": 384, "contents": {"source": "data:,A", "compression": ""}},
                     {"path": "/opt/etc/run", "mode": 493, "contents": {"source": "data:,R", "compression": ""}}],
                   "links": [{"path": "/opt/l", "target": "etc/a"}]}}
                """);
        assertEquals(
                List.of("b.bu:5:12: '/etc/a' of this tree is given elsewhere in the config as well"),
                mistakes(FCOS
                        + "storage:\n  files: [{path: /etc/a, contents: {inline: x}}]\n  trees: [ {local: tree}]"));
    }

    @Test
    void unitsAndKeysComeFromFilesAsWell() throws IOException {
        file("a.service", "[Service]\nType=oneshot\n");
        file("keys", "one\r\n\ntwo\n");
        becomes(FCOS + """
                systemd: {units: [{name: a.service, contents_local: a.service, dropins: [{name: b.conf, contents: "[Unit]"}]}]}
                passwd: {users: [{name: core, ssh_authorized_keys: [zero], ssh_authorized_keys_local: [keys]}]}
                """, """
                {"ignition": {"version": "3.5.0"},
                 "systemd": {"units": [{"name": "a.service", "contents": "[Service]\\nType=oneshot\\n",
                                        "dropins": [{"name": "b.conf", "contents": "[Unit]"}]}]},
                 "passwd": {"users": [{"name": "core", "sshAuthorizedKeys": ["zero", "one", "two"]}]}}
                """);
    }

    @Test
    void aFileSystemIsMountedAtEachBoot() {
        becomes(FCOS + """
                storage:
                  luks: [{name: data, device: /dev/vdb, clevis: {tang: [{url: "http://t", thumbprint: x}]}}]
                  filesystems:
                    - {device: /dev/mapper/data, path: /var/lib/a-b, format: xfs, with_mount_unit: true, mount_options: [noatime]}
                """, """
                {"ignition": {"version": "3.5.0"},
                 "storage": {
                   "luks": [{"name": "data", "device": "/dev/vdb", "clevis": {"tang": [{"url": "http://t", "thumbprint": "x"}]}}],
                   "filesystems": [{"device": "/dev/mapper/data", "path": "/var/lib/a-b", "format": "xfs", "mountOptions": ["noatime"]}]},
                 "systemd": {"units": [{"name": "var-lib-a\\\\x2db.mount", "enabled": true, "contents":
                   "# Generated by Slipway\\n[Unit]\\nRequires=systemd-fsck@dev-mapper-data.service\\nAfter=systemd-fsck@dev-mapper-data.service\\n\\n[Mount]\\nWhere=/var/lib/a-b\\nWhat=/dev/mapper/data\\nType=xfs\\nOptions=noatime,_netdev\\n\\n[Install]\\nRequiredBy=remote-fs.target"}]}}
                """);
    }

    @Test
    void swapIsSwitchedOn() {
        becomes(FCOS + "storage: {filesystems: [{device: /dev/vdb, format: swap, with_mount_unit: true}]}", """
                {"ignition": {"version": "3.5.0"},
                 "storage": {"filesystems": [{"device": "/dev/vdb", "format": "swap"}]},
                 "systemd": {"units": [{"name": "dev-vdb.swap", "enabled": true, "contents":
                   "# Generated by Slipway\\n[Swap]\\nWhat=/dev/vdb\\n\\n[Install]\\nRequiredBy=swap.target"}]}}
                """);
    }

    @Test
    void theBootDiskIsMirroredAndEncrypted() {
        becomes(FCOS + """
                boot_device:
                  layout: aarch64
                  mirror: {devices: [/dev/vda, /dev/vdb]}
                  luks: {tpm2: true, discard: true}
                storage:
                  disks: [{device: /dev/vdb, partitions: [{label: root-2, size_mib: 9000}]}]
                """, """
                {"ignition": {"version": "3.5.0"},
                 "storage": {
                   "disks": [
                     {"device": "/dev/vda", "wipeTable": true, "partitions": [
                       {"label": "reserved-1", "sizeMiB": 1, "typeGuid": "8DA63339-0007-60C0-C436-083AC8230908"},
                       {"label": "esp-1", "sizeMiB": 127, "typeGuid": "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"},
                       {"label": "boot-1", "sizeMiB": 384}, {"label": "root-1"}]},
                     {"device": "/dev/vdb", "wipeTable": true, "partitions": [
                       {"label": "reserved-2", "sizeMiB": 1, "typeGuid": "8DA63339-0007-60C0-C436-083AC8230908"},
                       {"label": "esp-2", "sizeMiB": 127, "typeGuid": "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"},
                       {"label": "boot-2", "sizeMiB": 384}, {"label": "root-2", "sizeMiB": 9000}]}],
                   "raid": [
                     {"name": "md-boot", "level": "raid1", "options": ["--metadata=1.0"],
                      "devices": ["/dev/disk/by-partlabel/boot-1", "/dev/disk/by-partlabel/boot-2"]},
                     {"name": "md-root", "level": "raid1",
                      "devices": ["/dev/disk/by-partlabel/root-1", "/dev/disk/by-partlabel/root-2"]}],
                   "luks": [{"name": "root", "label": "luks-root", "device": "/dev/md/md-root", "wipeVolume": true,
                             "discard": true, "clevis": {"tpm2": true}}],
                   "filesystems": [
                     {"device": "/dev/disk/by-partlabel/esp-1", "format": "vfat", "label": "esp-1", "wipeFilesystem": true},
                     {"device": "/dev/disk/by-partlabel/esp-2", "format": "vfat", "label": "esp-2", "wipeFilesystem": true},
                     {"device": "/dev/md/md-boot", "format": "ext4", "label": "boot", "wipeFilesystem": true},
                     {"device": "/dev/mapper/root", "format": "xfs", "label": "root", "wipeFilesystem": true}]}}
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "grub: {users: []} | 'grub' is not supported here",
                "boot_device: {layout: s390x-virt} | the layout 's390x-virt' is not supported",
                "boot_device: {layout: mips} | the layout 'mips' is none",
                "boot_device: {luks: {cex: {enabled: true}}} | 'cex' is for s390x, which is not supported",
                "boot_device: {layout: x86_64, mirror: {devices: [/dev/a]}} | one device is no mirror",
                "storage: {files: [{path: /a, contents: {inline: a, source: b}}]} | only one of inline, local and source can be given",
                "systemd: {units: [{name: a.mount, contents: a, contents_local: motd}]} | only one of contents and contents_local can be given",
                "storage: {filesystems: [{device: /a, path: /b, format: xfs, with_mount_unit: true}]} | only below /etc and /var can a unit mount a file system",
                "storage: {filesystems: [{device: /a, path: /var, with_mount_unit: true}]} | 'format' is missing, which a mount unit needs",
                "storage: {filesystems: [{device: /a, format: xfs, with_mount_unit: true}]} | 'path' is missing, which a mount unit needs",
                "storage: {trees: [{path: /a}]} | 'local' is missing",
                "storage: {trees: [{local: motd}]} | 'motd' is not a folder",
                "storage: {files: [{path: a}]} | the path 'a' is not absolute",
            })
    void whatCannotBeIsRefusedByName(String butane, String told) throws IOException {
        file("motd", "[A]");
        assertEquals(told, transpile(FCOS + butane).report().errors().getFirst().what());
    }

    @Test
    void flatcarHasNoClevisAndNoBootDevice() {
        Transpiled made = transpile("variant: flatcar\nversion: 1.1.0\nboot_device: {}\n"
                + "storage: {luks: [{name: a, device: /a, clevis: {tpm2: true}}]}");
        assertEquals(
                "'clevis' is not supported by flatcar",
                made.report().errors().getFirst().what());
        assertEquals(
                "unused key 'boot_device'", made.report().warnings().getFirst().what());
        assertThrows(IgnitionException.class, made::json);
    }

    @Test
    void aModeInDecimalDigitsIsTold() {
        assertEquals(
                List.of("b.bu:3:36: the mode 644 is a decimal number (write 0644 for an octal one)"),
                transpile(FCOS + "storage: {files: [{path: /a, mode: 644}, {path: /b, mode: 0644}]}")
                        .report()
                        .warnings()
                        .stream()
                        .map(Problem::toString)
                        .filter(text -> text.contains("decimal"))
                        .toList());
    }

    @Test
    void aConfigWithinTheConfigIsCheckedToo() {
        assertEquals(
                List.of("b.bu:3:39: inline:1:26: version '9.0.0' is not known (known are 3.0.0 to 3.5.0)"),
                mistakes(FCOS + "ignition: {config: {replace: {inline: '{\"ignition\": {\"version\": \"9.0.0\"}}'}}}"));
    }
}
