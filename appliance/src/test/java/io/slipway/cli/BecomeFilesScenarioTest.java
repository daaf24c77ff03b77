package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody without rights logs in through a real sshd and becomes somebody else without rights by sudo: what is put on the node for the
 * second can be read by nobody else while it is there, the first included, and is gone afterwards.
 */
@Tag("scenario")
@Timeout(120)
class BecomeFilesScenarioTest {

    private static final String TAG = "slipway" + ProcessHandle.current().pid();
    private static final String LOGIN = TAG + "l";
    private static final String APP = TAG + "x";
    private static final Path SUDOERS = Path.of("/etc/sudoers.d/" + TAG + "b");

    private static final String PLAY = """
            - hosts: all
              gather_facts: false
              become: true
              become_user: APP
              tasks:
                - script: show.sh
                  register: script
                - own: {secret: opensesame}
                  register: module
                - copy: {content: opensesame, dest: "~/conf", mode: "0600", validate: "DIR/seen %s"}
                - template: {src: conf.j2, dest: "~/conf2", mode: "0600", validate: "DIR/seen %s"}
                - shell: find ~/.ansible_async ! -name code -printf '%m %u %y\\n' | sort -u
                  async: 30
                  poll: 1
                  register: job
                - shell: ls -A ~; ls -A ~/.ansible_async
                  register: left
                - debug:
                    msg: "{{ [script.stdout_lines, module.seen, job.stdout_lines, left.stdout_lines] | to_json }}"
            """;

    @TempDir
    Path dir;

    private Process sshd;
    private int port;

    @BeforeEach
    void start() throws Exception {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (String user : new TreeSet<>(java.util.List.of(LOGIN, APP))) {
            command(
                    "useradd",
                    "--no-create-home",
                    "--home-dir",
                    dir.resolve(user).toString(),
                    "--shell",
                    "/bin/bash",
                    user);
            command("usermod", "-p", "*", user);
            command("install", "-d", "-m", "755", "-o", user, dir.resolve(user).toString());
        }
        Files.writeString(SUDOERS, LOGIN + " ALL=(" + APP + ") NOPASSWD: ALL\n");
        Files.setPosixFilePermissions(SUDOERS, PosixFilePermissions.fromString("r--r-----"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        command(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                dir.resolve("host").toString());
        command(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                dir.resolve("key").toString());
        Files.createDirectories(Path.of("/run/sshd"));
        sshd = new ProcessBuilder(
                        "/usr/sbin/sshd",
                        "-D",
                        "-e",
                        "-f",
                        "/dev/null",
                        "-o",
                        "ListenAddress=127.0.0.1:" + port,
                        "-o",
                        "HostKey=" + dir.resolve("host"),
                        "-o",
                        "AuthorizedKeysFile=" + dir.resolve("key.pub"),
                        "-o",
                        "PidFile=none",
                        "-o",
                        "StrictModes=no")
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
        while (!listens()) {
            assertTrue(sshd.isAlive(), () -> "sshd ended");
            Thread.sleep(20);
        }
    }

    private boolean listens() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    @AfterEach
    void end() throws Exception {
        sshd.descendants().forEach(ProcessHandle::destroyForcibly);
        sshd.destroyForcibly().waitFor();
        Files.delete(SUDOERS);
        for (String user : java.util.List.of(LOGIN, APP)) {
            command("sh", "-c", "while pkill -KILL -u " + user + "; do sleep 0.05; done");
            command("userdel", user);
        }
    }

    private static void command(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), String.join(" ", words) + ": " + said);
    }

    private Path write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text.replace("APP", APP).replace("DIR", dir.toString()));
    }

    @Test
    void showsToNobodyElseWhatItPutsThere() throws Exception {
        String look = "stat -c '%a %U' -- ";
        write("show.sh", "#!/bin/sh\n" + look + "\"$0\" \"${0%/*}\"\n");
        write(
                "library/own",
                "#!/bin/sh\nprintf '{\"changed\": false, \"seen\": \"%s\"}' \"$(" + look
                        + "\"$0\" \"$1\" \"${0%/*}\" | tr '\\n' ,)\"\n");
        write("conf.j2", "opensesame {{ inventory_hostname }}\n");
        write("seen", "#!/bin/sh\n" + look + "\"$1\" >>DIR/" + APP + "/log\n")
                .toFile()
                .setExecutable(true, false);
        Path inventory = write(
                "hosts",
                "node1 ansible_host=127.0.0.1 ansible_port=" + port + " ansible_user=" + LOGIN
                        + " ansible_ssh_private_key_file=DIR/key ansible_ssh_common_args='-o StrictHostKeyChecking=no -o"
                        + " UserKnownHostsFile=DIR/known'\n");
        Slipway.Said said = new Slipway(dir.resolve("home"))
                .run("run", "-i", inventory.toString(), write("site.yml", PLAY).toString());
        assertEquals(0, said.status(), said.all());
        String whole = "700 " + APP;
        String only = "600 " + APP;
        assertTrue(
                said.out()
                        .replace("\\\"", "\"")
                        .contains("[[\"" + whole + "\", \"" + whole + "\"], \"" + whole + "," + only + "," + whole
                                + ",\", [\"" + only + " f\", \"" + whole
                                + " d\"], [\".ansible_async\", \"conf\", \"conf2\", \"log\"]]"),
                said.all());
        assertEquals(
                only + "\n" + only + "\n", Files.readString(dir.resolve(APP).resolve("log")));
    }
}
