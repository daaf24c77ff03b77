package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real sshd and a real sudo ask for passwords, each for another one, which lie in files. */
@Tag("scenario")
@Timeout(120)
class PasswordFilesScenarioTest {

    private static final String TAG = "slipway" + ProcessHandle.current().pid();
    private static final String LOGIN = TAG + "p";
    private static final String APP = TAG + "q";
    private static final Path SUDOERS = Path.of("/etc/sudoers.d/" + TAG + "p");
    private static final String LOGIN_WORD = "log in: 'é\"$x";
    private static final String APP_WORD = "become; \\ *";

    @TempDir
    Path dir;

    private Process sshd;
    private Path inventory;

    @BeforeEach
    void start() throws Exception {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String user : List.of(LOGIN, APP)) {
            String home = dir.resolve(user).toString();
            command("", "useradd", "--no-create-home", "--home-dir", home, "--shell", "/bin/sh", user);
            command("", "install", "-d", "-o", user, home);
        }
        command(LOGIN + ":" + LOGIN_WORD + "\n" + APP + ":" + APP_WORD + "\n", "chpasswd");
        Files.writeString(
                SUDOERS,
                "Defaults:%s timestamp_timeout=0, targetpw\n%s ALL=(%s) PASSWD: ALL\n".formatted(LOGIN, LOGIN, APP));
        Files.setPosixFilePermissions(SUDOERS, PosixFilePermissions.fromString("r--r-----"));
        command("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", at("host"));
        Files.createDirectories(Path.of("/run/sshd"));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String options = "-oListenAddress=127.0.0.1:" + port + " -oHostKey=" + at("host")
                + " -oPidFile=none -oPubkeyAuthentication=no -oKbdInteractiveAuthentication=no";
        sshd = new ProcessBuilder(("/usr/sbin/sshd -D -e -f /dev/null " + options).split(" "))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
        while (!listens(port)) {
            assertTrue(sshd.isAlive(), () -> "sshd ended");
            Thread.sleep(20);
        }
        inventory = Files.writeString(
                dir.resolve("hosts"),
                "node1 ansible_host=127.0.0.1 ansible_port=" + port + " ansible_user=" + LOGIN + " ansible_become_user="
                        + APP + "\n");
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    @AfterEach
    void end() throws Exception {
        sshd.descendants().forEach(ProcessHandle::destroyForcibly);
        sshd.destroyForcibly().waitFor();
        Files.delete(SUDOERS);
        for (String user : List.of(LOGIN, APP)) {
            command("", "sh", "-c", "while pkill -KILL -u " + user + "; do sleep 0.05; done");
            command("", "userdel", user);
        }
    }

    private static void command(String input, String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), String.join(" ", words) + ": " + said);
    }

    private String at(String name) {
        return dir.resolve(name).toString();
    }

    /** One line, with a line end as an editor leaves it. */
    private String file(String name, String text, String mode) throws IOException {
        Path file = Files.writeString(dir.resolve(name), text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file.toString();
    }

    private Slipway.Said whoAmI(String connection, String become) {
        return new Slipway(dir.resolve("home"))
                .run(
                        "exec",
                        "node1",
                        "-i",
                        inventory.toString(),
                        "--ssh-common-args=-o StrictHostKeyChecking=no",
                        "--ssh-extra-args=-o UserKnownHostsFile=/dev/null",
                        "--connection-password-file",
                        connection,
                        "--become-password-file",
                        become,
                        "-b",
                        "-m",
                        "command",
                        "-a",
                        "id -un");
    }

    @Test
    void bothAreTakenFromFilesAndWhatIsWrongIsNamed() throws Exception {
        String login = file("login", LOGIN_WORD, "rw-------");
        String become = file("become", APP_WORD, "rw-------");
        Slipway.Said right = whoAmI(login, become);
        assertEquals(0, right.status(), right.all());
        assertTrue(right.out().endsWith(">>\n" + APP + "\n"), right.all());

        String wrong = file("wrong", "nobody's", "rw-------");
        Slipway.Said out = whoAmI(wrong, become);
        assertEquals(4, out.status(), out.all());
        assertTrue(out.all().contains("UNREACHABLE"), out.all());
        Slipway.Said stays = whoAmI(login, wrong);
        assertTrue(stays.status() == 2 || stays.status() == 4, stays.all());
        assertTrue(stays.all().toLowerCase(java.util.Locale.ROOT).contains("password"), stays.all());
        for (Slipway.Said said : List.of(right, out, stays)) {
            for (String word : List.of(LOGIN_WORD, APP_WORD, "nobody's")) {
                assertFalse(said.all().contains(word), said.all());
            }
        }
    }
}
