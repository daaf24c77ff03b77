package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.slipway.common.crypto.SigningKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users meet, brought about in earnest on a real node without Python: each failure names the host, the task with its file and line,
 * the cause and what to do, and leaves no temporary file.
 */
@Tag("full")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FaultsOnNodesTest {

    private static final String LAB = "faults";

    private static final String PREPARE = """
            mkdir -p /mnt/full /mnt/ro /srv/dest /srv/repo/dists/good/main/binary-amd64 /srv/repo/dists/keyless /srv/repo/dists/bare
            mount -t tmpfs -o size=64k none /mnt/full
            echo old >/mnt/full/conf; mkdir /mnt/full/folder; cat /dev/zero >/mnt/full/ballast
            mount -t tmpfs none /mnt/ro; echo old >/mnt/ro/conf; mount -o remount,ro /mnt/ro
            printf '[Service]\\nType=oneshot\\nExecStart=/bin/sh -c "echo no licence found; exit 3"\\n' >/etc/systemd/system/bad.service
            printf '[Service]\\nType=exec\\nExecStart=/nowhere/bin/it\\n' >/etc/systemd/system/gone.service
            systemctl mask --quiet hidden.service
            echo this is text >/srv/text.tar.gz; cp /srv/text.tar.gz /srv/text.zip
            head -c 200000 /dev/urandom >/srv/large; tar -cz -f /srv/whole.tar.gz -C /srv large
            head -c 90000 /srv/whole.tar.gz >/srv/cut.tar.gz
            printf 'PK\\003\\004' >/srv/real.zip
            cd /srv/repo
            for p in large wrong; do
              mkdir -p $p/DEBIAN; cp /srv/large $p/large
              printf 'Package: slipway-%s\\nVersion: 1\\nArchitecture: all\\nMaintainer: n <n@example.org>\\nDescription: d\\n' $p >$p/DEBIAN/control
              dpkg-deb --root-owner-group -Znone -b $p slipway-$p.deb >/dev/null
              { dpkg-deb -f slipway-$p.deb; echo "Filename: slipway-$p.deb"; echo "Size: $(stat -c %s slipway-$p.deb)"
                echo "SHA256: $(sha256sum slipway-$p.deb | cut -d' ' -f1)"; echo; } >>dists/good/main/binary-amd64/Packages
            done
            printf x | dd of=slipway-wrong.deb conv=notrunc bs=1 seek=5000 2>/dev/null
            printf 'Suite: good\\nComponents: main\\nArchitectures: amd64\\nDate: Thu, 01 Jan 2026 00:00:00 UTC\\nSHA256:\\n %s %s main/binary-amd64/Packages\\n' \\
              $(sha256sum <dists/good/main/binary-amd64/Packages | cut -d' ' -f1) $(stat -c %s dists/good/main/binary-amd64/Packages) >dists/good/Release
            cp dists/good/Release dists/bare/Release
            """;

    private static final String HOLD_LOCK = """
            LOCK='use Fcntl; open(F, "+>>", "/var/lib/dpkg/lock-frontend"); $p = pack("s s l! l! i", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $p) or die; open(G, ">/srv/locked"); sleep 600'
            systemd-run --quiet --unit holder perl -e "$LOCK"
            timeout 20 sh -c 'until [ -e /srv/locked ]; do sleep 0.1; done'
            """;

    /** A task, and what its message has of the cause and of the remedy; or, after {@code !}, a line for the node's shell. */
    private static final String FAULTS = """
            copy: {content: "a line more than there was", dest: /mnt/full/conf} | cannot write /mnt/full/conf: No space left on device | df -h
            lineinfile: {path: /mnt/full/conf, line: more} | cannot write /mnt/full/conf: No space left on device | df -h
            template: {src: large.j2, dest: /mnt/full/new} | cannot write /mnt/full/new: No space left on device | df -h
            ini_file: {path: /mnt/full/conf, section: a, option: b, value: c} | cannot write /mnt/full/conf: No space left on device | df -h
            unarchive: {src: /srv/whole.tar.gz, dest: /mnt/full, remote_src: true} | large: Cannot write: No space left on device | df -h
            unarchive: {src: whole.tar, dest: /mnt/full} | No space left on device | df -h
            archive: {path: /srv/large, dest: /mnt/full/x.tgz} | No space left on device | df -h
            get_url: {url: "URL/large", dest: /mnt/full/x} | cannot write /mnt/full/x: No space left on device | df -h
            command: cp /srv/large /mnt/full/large | No space left on device | cp:
            copy: {content: new, dest: /mnt/ro/conf} | cannot write into the directory /mnt/ro: Read-only file system | findmnt
            file: {path: /mnt/ro/conf, mode: "0600"} | changing permissions of '/mnt/ro/conf': Read-only file system | findmnt
            file: {path: /mnt/ro/new, state: directory} | creating /mnt/ro/new as requested: Read-only file system | findmnt
            file: {path: /mnt/ro/conf, state: absent} | Read-only file system | findmnt
            get_url: {url: "URL/large", dest: /mnt/ro/x} | cannot write into the directory /mnt/ro: Read-only file system | findmnt
            sysctl: {name: a.b, value: 1, sysctl_file: /mnt/ro/sysctl, reload: false} | cannot write into the directory /mnt/ro: Read-only file system | findmnt
            copy: {content: new, dest: /etc/new}, become: false | cannot write into the directory /etc: Permission denied | become: true
            sysctl: {name: a.b, value: 1, reload: false}, become: false | cannot write into the directory /etc: Permission denied | become: true
            slurp: {src: /etc/shadow}, become: false | /etc/shadow: Permission denied | become: true
            user: {name: somebody}, become: false | Permission denied | become: true
            service: {name: ssh, state: restarted}, become: false | Access denied | become: true
            apt: {name: slipway-large, state: latest}, become: false | this needs root | become: true
            copy: {content: new, dest: /srv/x, owner: nosuchuser} | failed to look up user nosuchuser | user:
            file: {path: /srv/dest, state: directory, group: nosuchgroup} | failed to look up group nosuchgroup | group:
            apt: {name: nosuchpackage} | No package matching 'nosuchpackage' is available | update_cache: true
            ! echo 'deb http://127.0.0.1:9/debian good main' >/etc/apt/sources.list
            apt: {update_cache: true} | the node cannot reach 127.0.0.1:9 | name a mirror that it can reach
            ! echo 'deb http://no.such.host.invalid/debian good main' >/etc/apt/sources.list
            apt: {update_cache: true} | the node cannot resolve the name no.such.host.invalid | /etc/resolv.conf
            ! echo 'deb [signed-by=/etc/apt/other.gpg] copy:/srv/repo keyless main' >/etc/apt/sources.list
            apt: {update_cache: true} | the node does not have the key | signed_by
            ! echo 'deb copy:/srv/repo bare main' >/etc/apt/sources.list
            apt: {update_cache: true} | the repository copy:/srv/repo bare Release is not signed | trusted
            ! echo 'deb copy:/srv/repo elsewhere main' >/etc/apt/sources.list
            apt: {update_cache: true} | has no repository copy:/srv/repo elsewhere Release | look at the address and the suite
            ! echo 'deb [trusted=yes] copy:/srv/repo good main' >/etc/apt/sources.list; apt-get update
            apt: {name: slipway-larg} | No package matching 'slipway-larg' is available | slipway-large
            apt: {name: slipway-wrong} | what came is not what the lists promise | update_cache: true
            ! mount -t tmpfs -o size=16k none /var/cache/apt/archives
            apt: {name: slipway-large} | a file system of the node is full | df -h / /var
            ! umount /var/cache/apt/archives
            apt: {name: slipway-large}, become: false | this needs root | become: true
            apt: {deb: /srv/text.tar.gz} | is not a Debian format archive | 'file' on the node
            ! HOLD_LOCK
            apt: {name: slipway-large, lock_timeout: 1} | (perl) on the node holds the lock | longer lock_timeout
            apt: {name: tar, state: absent, force: true, lock_timeout: 1} | (perl) on the node holds the lock | longer lock_timeout
            service: {name: bad, state: started} | no licence found | systemctl status bad
            systemd: {name: gone, state: started} | /nowhere/bin/it | systemctl status gone
            systemd: {name: hidden, state: started} | hidden.service is masked | masked: false
            service: {name: sshd-server, state: started} | Could not find the requested service sshd-server | systemctl list-unit-files
            unarchive: {src: /srv/text.tar.gz, dest: /srv/dest, remote_src: true} | does not look like a tar archive | file /srv/text.tar.gz
            unarchive: {src: /srv/cut.tar.gz, dest: /srv/dest, remote_src: true} | unexpected end of file | copy it again, with its checksum
            unarchive: {src: text.tar.gz, dest: /srv/dest} | it is no archive | archives are .tar
            unarchive: {src: /srv/real.zip, dest: /srv/dest, remote_src: true} | the node has no program 'unzip' | install the package unzip
            unarchive: {src: whole.tar, dest: /srv/nowhere} | dest '/srv/nowhere' must be an existing dir | file:
            git: {repo: "http://a.b/c", dest: /srv/dest/g} | the node has no program 'git' | install the package git
            cron: {name: a, job: b} | the node has no program 'crontab' | install the package cron (Debian, Ubuntu) or cronie
            archive: {path: /srv/large, dest: /srv/dest/x.zip, format: zip} | the node has no program 'zip' | install the package zip
            command: nosuchprogram --help | No such file or directory: 'nosuchprogram' | PATH
            get_url: {url: "http://no.such.host.invalid/x", dest: /srv/dest/x} | no host has this name | have curl
            get_url: {url: "URL/large", dest: /srv/dest/x, checksum: "sha256:0123456789012345678901234567890123456789012345678901234567890123"} | did not match 0123456789012345678901234567890123456789012345678901234567890123; it was | the task the wrong checksum
            get_url: {url: "URL/missing", dest: /srv/dest/x} | HTTP Error 404 | is the address right
            copy: {src: text.tar.gz, dest: /srv/dest/x, checksum: 0123456789012345678901234567890123456789} | does not match the expected checksum | expected_checksum
            copy: {content: x, dest: /srv/nowhere/x} | Destination directory /srv/nowhere does not exist | state: directory
            lineinfile: {path: /srv/nothing, line: x} | Destination /srv/nothing does not exist | create: true
            copy: {content: x, dest: /srv/dest/x, validate: "false %s"} | failed to validate: rc:1 | refuses the new content
            """;

    @TempDir
    private Path home;

    private Slipway slipway;
    private HttpServer web;
    private String inventory = "";

    @BeforeEach
    void raise() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ANSIBLE_SHOW_TASK_PATH_ON_FAILURE", "true");
        slipway = new Slipway(home, environment);
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/large", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                body.write(new byte[200_000]);
            }
        });
        web.start();
        Slipway.Said up = slipway.run("lab", "up", "--name", LAB, "--nodes", "1+0");
        assertEquals(0, up.status(), up.all());
        inventory = home.resolve("labs").resolve(LAB).resolve("inventory.yml").toString();
    }

    @AfterEach
    void strike() {
        web.stop(0);
        slipway.run("lab", "down", "--name", LAB);
    }

    private void files() throws Exception {
        Files.writeString(home.resolve("text.tar.gz"), "this is text\n");
        Files.write(home.resolve("large"), new byte[200_000]);
        assertEquals(
                0,
                new ProcessBuilder("tar", "-cf", "whole.tar", "large")
                        .directory(home.toFile())
                        .start()
                        .waitFor());
        Files.writeString(home.resolve("large.j2"), "x".repeat(100_000));
        SigningKey one = key("one");
        Files.write(home.resolve("InRelease"), one.clearSign("Suite: keyless\nCodename: keyless\n"));
        Files.write(home.resolve("other.gpg"), key("other").publicKeyring());
        Files.writeString(home.resolve("prepare.sh"), PREPARE);
        Files.writeString(home.resolve("lock.sh"), HOLD_LOCK);
    }

    private SigningKey key(String name) {
        return SigningKey.openOrCreate(home.resolve(name), InstantSource.system(), new SecureRandom());
    }

    private String temporaries() {
        return slipway.run(
                        "exec",
                        "all",
                        "-i",
                        inventory,
                        "-b",
                        "-m",
                        "shell",
                        "-a",
                        "find /tmp /var/tmp /root /home /srv /mnt /etc /var/lib /usr/sbin"
                                + " -name '.slipway*' -o -name 'tmp.*' -o -name '.policy-rc.d.*' | sort")
                .out();
    }

    /** A failure, and at which line of the playbook its task stands. */
    private record Fault(String task, String cause, String remedy, int line) {}

    private Path playbook(List<Fault> faults) throws Exception {
        StringBuilder text = new StringBuilder("""
                - hosts: all
                  become: true
                  gather_facts: false
                  tasks:
                    - script: prepare.sh
                    - copy: {src: InRelease, dest: /srv/repo/dists/keyless/}
                    - copy: {src: other.gpg, dest: /etc/apt/other.gpg}
                """);
        for (String line : FAULTS.lines().toList()) {
            if (line.startsWith("! ")) {
                text.append(
                        line.equals("! HOLD_LOCK")
                                ? "    - script: lock.sh\n"
                                : "    - shell: |-\n        " + line.substring(2) + "\n");
                continue;
            }
            String[] parts = line.split(" \\| ");
            int number = (int) text.chars().filter(c -> c == '\n').count() + 1;
            faults.add(new Fault(parts[0], parts[1], parts[2], number));
            text.append("    - {name: fault %d, ignore_errors: true, %s}\n"
                    .formatted(
                            faults.size(),
                            parts[0].replaceFirst("^command: (.*)", "command: \"$1\"")
                                    .replace(
                                            "URL",
                                            "http://127.0.0.1:"
                                                    + web.getAddress().getPort())));
        }
        return Files.writeString(home.resolve("faults.yml"), text);
    }

    @Test
    void namesHostTaskCauseAndRemedyAndLeavesNothing() throws Exception {
        files();
        List<Fault> faults = new ArrayList<>();
        Path playbook = playbook(faults);
        String before = temporaries();
        Slipway.Said said = slipway.run("run", playbook.toString(), "-i", inventory);
        assertEquals(0, said.status(), said.all());
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            String[] halves = said.out().split("TASK \\[fault " + (i + 1) + "\\]", 2);
            String told = halves[1].split("\nTASK |\nPLAY RECAP", 2)[0];
            String path = "task path: " + playbook + ":" + fault.line + "\n";
            for (String part : List.of(path, "fatal: [mgmt01]: FAILED! => ", fault.cause, fault.remedy)) {
                if (!told.contains(part)) {
                    wrong.add(fault.task + "\n  lacks: " + part + "\n  in: " + told.strip());
                }
            }
        }
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
        assertEquals(before, temporaries());
    }
}
