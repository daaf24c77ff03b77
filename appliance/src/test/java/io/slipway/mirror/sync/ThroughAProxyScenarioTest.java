package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.OpenSsl;
import io.slipway.mirror.TestArchive;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives of an nginx that wants a certificate, and of one that wants none, behind a tinyproxy that wants a password: with what the
 * command line has, as the JDK keeps passwords from proxies on the way to https unless it is told otherwise when it starts.
 */
@Tag("scenario")
class ThroughAProxyScenarioTest {

    @TempDir
    Path directory;

    private final List<Process> servers = new ArrayList<>();
    private int proxy;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @BeforeEach
    void start() throws Exception {
        Path mirrors = Files.createDirectories(directory.resolve("mirrors"));
        new OpenSsl(mirrors).issue("server", "rsa:2048").issue("pod", "rsa:2048");
        SigningKey key = SigningKey.openOrCreate(directory.resolve("key"), InstantSource.system(), new SecureRandom());
        Files.write(mirrors.resolve("vendor.gpg"), key.publicKeyring());
        for (String each : List.of("open", "closed")) {
            Map<String, byte[]> files =
                    new TestArchive(key).add("of-" + each, "1.0", 100_000).files(each + "/");
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path place = directory.resolve("www").resolve(file.getKey());
                Files.createDirectories(place.getParent());
                Files.write(place, file.getValue());
            }
        }
        int open = freePort();
        int closed = freePort();
        proxy = freePort();
        serve(
                open,
                "nginx",
                "-e",
                "stderr",
                "-c",
                write("nginx.conf", """
                daemon off; user root; pid nginx.pid; worker_processes 1;
                events {}
                http {
                  access_log off; root %1$s/www;
                  server { listen 127.0.0.1:%2$d; location /closed/ { return 403; } }
                  server {
                    listen 127.0.0.1:%3$d ssl;
                    ssl_certificate %1$s/mirrors/server.crt; ssl_certificate_key %1$s/mirrors/server.key;
                    ssl_client_certificate %1$s/mirrors/ca.crt; ssl_verify_client on;
                  }
                }
                """.formatted(directory, open, closed)),
                "-p",
                directory.toString());
        serve(proxy, "tinyproxy", "-d", "-c", write("tinyproxy.conf", """
                Port %d
                Listen 127.0.0.1
                LogFile "%s/proxy.log"
                LogLevel Info
                MaxClients 50
                ConnectPort %d
                BasicAuth pod s3cret
                """.formatted(proxy, directory, closed)));
        Files.writeString(mirrors.resolve("test.yml"), """
                sources:
                  - {type: apt, uri: 'http://127.0.0.1:%1$d/open', suites: [stable], components: [main], signed-by: vendor.gpg,
                     proxy: 'http://127.0.0.1:%3$d'}
                  - {type: apt, uri: 'https://127.0.0.1:%2$d/closed', suites: [stable], components: [main], signed-by: vendor.gpg,
                     proxy: 'http://127.0.0.1:%3$d', client-certificate: pod.crt, client-key: pod.key, authority: ca.crt}
                packages: [of-open, of-closed]
                """.formatted(open, closed, proxy));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private void serve(int port, String... command) throws Exception {
        List<String> found = new ArrayList<>(List.of("env", "PATH=" + System.getenv("PATH") + ":/usr/sbin"));
        found.addAll(List.of(command));
        Process server = new ProcessBuilder(found)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(command[0] + ".out").toFile())
                .start();
        servers.add(server);
        while (!answers(port)) {
            assertTrue(server.isAlive(), Files.readString(directory.resolve(command[0] + ".out")));
            Thread.onSpinWait();
        }
    }

    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException notYet) {
            return false;
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (Process server : servers) {
            server.destroy();
            server.waitFor();
        }
    }

    private PrivateApt.Said sync() throws Exception {
        return PrivateApt.attempt(
                directory,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "--enable-native-access=ALL-UNNAMED",
                        "io.slipway.cli.Main",
                        "--home",
                        directory.resolve("home").toString(),
                        "sync"));
    }

    @Test
    void aPasswordAndACertificateOpenTheWay() throws Exception {
        PrivateApt.Said refused = sync();
        assertEquals(1, refused.status(), refused.text());
        assertTrue(refused.text().contains("the proxy wants a password"), refused.text());
        assertTrue(
                refused.text().contains("'machine http://127.0.0.1:" + proxy + " login NAME password WORD'"),
                refused.text());

        Path passwords = directory.resolve("home/auth.conf");
        Files.writeString(passwords, "machine http://127.0.0.1:" + proxy + " login pod password s3cret\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        Path description = directory.resolve("mirrors/test.yml");
        String whole = Files.readString(description);
        Files.writeString(description, whole.replace("client-certificate: pod.crt, client-key: pod.key, ", ""));
        PrivateApt.Said stranger = sync();
        assertTrue(stranger.text().contains("name one under 'client-certificate'"), stranger.text());

        Files.writeString(description, whole);
        PrivateApt.Said said = sync();
        assertEquals(0, said.status(), said.text());
        assertTrue(said.text().contains("test: published 2 packages"), said.text());
        String log = Files.readString(directory.resolve("proxy.log"));
        assertTrue(log.contains("CONNECT 127.0.0.1:") && log.contains("GET http://127.0.0.1:"), log);
        assertFalse((refused.text() + said.text()).contains("s3cret"));
    }
}
