package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.slipway.common.Progress;
import io.slipway.lab.Lab;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A file is on its way to a node when the run is ended by Ctrl-C, is killed, or loses its connection: what was there stays whole, and of
 * what had come nothing is left, neither on the node nor (unless killed) on this side; but for the one part of a large copy that nobody
 * stopped on purpose, which the next run continues.
 */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BrokenOffTest {

    private static final String LAB = "brokenoff";
    private static final long SIZE = 200L << 20;
    /** So much has come, at least, when the run is broken off. */
    private static final long SOME = 2L << 20;

    private static final String TEMPORARY = temporary("");

    private static String temporary(String condition) {
        return "find /tmp /var/tmp /root /home /srv -name '.slipway*' %1$s -o -name 'tmp.*' %1$s".formatted(condition);
    }

    private Path home;
    private Path scratch;
    private Slipway slipway;
    private HttpServer web;
    private SlowWay way;
    private Path inventory;
    private Path slow;

    @BeforeAll
    void raise(@TempDir Path directory) throws Exception {
        home = directory;
        scratch = Files.createDirectory(home.resolve("scratch"));
        slipway = new Slipway(home);
        slipway.environment().put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + scratch);
        Lab lab = new Labs(home, slipway.environment(), Progress.NONE)
                .up(LabSpec.named(LAB).nodes("1+0"));
        inventory = lab.inventory();
        way = new SlowWay(lab.nodes().getFirst().address());
        slow = Files.writeString(
                home.resolve("slow.ini"),
                "mgmt01 ansible_host=127.0.0.1 ansible_port=%d ansible_user=slipway ansible_ssh_private_key_file=%s"
                                .formatted(way.port(), inventory.resolveSibling("id_ed25519"))
                        + " ansible_ssh_common_args='-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null'\n");
        try (RandomAccessFile sparse =
                new RandomAccessFile(home.resolve("large").toFile(), "rw")) {
            sparse.setLength(SIZE);
        }
        assertEquals(
                0,
                new ProcessBuilder("tar", "-cf", "large.tar", "large")
                        .directory(home.toFile())
                        .start()
                        .waitFor());
        serve();
    }

    private void serve() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/large", exchange -> {
            exchange.sendResponseHeaders(200, SIZE);
            try (OutputStream body = exchange.getResponseBody()) {
                Files.copy(home.resolve("large"), body);
            }
        });
        web.start();
    }

    @AfterAll
    void strike() throws IOException {
        web.stop(0);
        way.close();
        slipway.run("lab", "down", "--name", LAB);
    }

    private String on(String line) {
        Slipway.Said said = slipway.run("exec", "all", "-i", inventory.toString(), "-b", "-m", "shell", "-a", line);
        assertEquals(0, said.status(), said.all());
        return said.out();
    }

    private static String await(String condition) {
        return "timeout 100 sh -c 'until " + condition + "; do sleep 0.05; done'";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INT  | copy: {src: large, dest: /srv/there/file}
            KILL | copy: {src: large, dest: /srv/there/file}
            CUT  | copy: {src: large, dest: /srv/there/file}
            INT  | get_url: {url: 'URL/large', dest: /srv/there/file, force: true}
            CUT  | get_url: {url: 'URL/large', dest: /srv/there/file, force: true}
            INT  | unarchive: {src: large.tar, dest: /srv/there, extra_opts: [--no-same-owner]}
            KILL | unarchive: {src: large.tar, dest: /srv/there, extra_opts: [--no-same-owner]}
            """)
    void leavesWhatWasThereAndNothingElse(String how, String task) throws Exception {
        Path playbook = Files.writeString(home.resolve("large.yml"), """
                - hosts: all
                  become: true
                  gather_facts: false
                  tasks: [{%s}]
                """.formatted(task.replace(
                "URL", "http://127.0.0.1:" + web.getAddress().getPort())));
        String before = on("mkdir -p /srv/there; echo old >/srv/there/file; " + TEMPORARY);
        Process run = slipway.begin("run", playbook.toString(), "-i", slow.toString());
        on(await("[ -n \"$(" + temporary("-size +" + SOME + "c").replace("'", "\"") + ")\" ]"));
        if (how.equals("CUT")) {
            way.cut();
        } else {
            int sent = new ProcessBuilder("kill", "-" + how, Long.toString(run.pid()))
                    .start()
                    .waitFor();
            assertEquals(0, sent);
        }
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(run.waitFor() != 0, said);
        if (task.startsWith("copy") && !how.equals("INT")) {
            on(await("ls /srv/there/.slipway*.part-* >/dev/null 2>&1"));
            assertTrue(
                    on("ls /srv/there/.slipway*").matches("(?s).*>>\n/srv/there/\\.slipway\\.\\S+\\.part-\\S+\n"),
                    said);
            on("rm /srv/there/.slipway*");
        }
        on(await("[ -z \"$(" + TEMPORARY.replace("'", "\"") + ")\" ]"));
        assertEquals(before, on(TEMPORARY));
        assertTrue(on("ls -A /srv/there; cat /srv/there/file").contains(">>\nfile\nold\n"), said);
        if (!how.equals("KILL")) {
            try (Stream<Path> left = Files.list(scratch)) {
                assertEquals(0, left.count(), said);
            }
        }
    }
}
