package io.slipway.automation.module.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnarchiveModuleTest {

    private static final String HOSTILE = "-with 'quotes' $(touch x)\nand more";

    @TempDir
    Path temp;

    private final UnarchiveModule unarchive = new UnarchiveModule();
    private final LocalNode node = new LocalNode();
    private Calls calls;
    private Path dest;

    @BeforeEach
    void aDestination() throws IOException {
        calls = new Calls(node, new FakeController(temp));
        dest = Files.createDirectories(temp.resolve("to here"));
    }

    private void tar(String name, String... members) throws IOException {
        OutputStream file = Files.newOutputStream(temp.resolve(name));
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(
                name.endsWith("gz") ? new GZIPOutputStream(file) : file, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (String member : members) {
                TarArchiveEntry entry = new TarArchiveEntry(member, true);
                entry.setModTime(1_700_000_000_000L);
                entry.setMode(member.endsWith("/") ? 0755 : 0640);
                entry.setSize(member.endsWith("/") ? 0 : member.length());
                tar.putArchiveEntry(entry);
                if (!member.endsWith("/")) {
                    tar.write(member.getBytes(StandardCharsets.US_ASCII));
                }
                tar.closeArchiveEntry();
            }
        }
    }

    private void zip(String name, String... members) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(temp.resolve(name)))) {
            for (String member : members) {
                ZipEntry entry = new ZipEntry(member);
                entry.setTime(1_700_000_000_000L);
                zip.putNextEntry(entry);
                zip.write(member.getBytes(StandardCharsets.US_ASCII));
                zip.closeEntry();
            }
        }
    }

    private ModuleResult run(Object... more) {
        return calls.run(unarchive, with(more));
    }

    private Object[] with(Object... more) {
        Object[] all = new Object[more.length + 2];
        all[0] = "dest";
        all[1] = dest.toString();
        System.arraycopy(more, 0, all, 2, more.length);
        return all;
    }

    @Test
    void anArchiveOfThisSideTravelsOnlyWhenSomethingIsMissing() throws IOException {
        tar("a.tgz", "d/", "d/one", "d/" + HOSTILE);
        assertTrue(calls.check(unarchive, with("src", "a.tgz")).changed());
        assertEquals(0, Files.list(dest).count());
        ModuleResult done = run("src", "a.tgz", "list_files", true);
        assertTrue(done.changed());
        assertEquals("TgzArchive", done.values().get("handler"));
        assertEquals(List.of("d/", "d/one", "d/" + HOSTILE), done.values().get("files"));
        assertEquals("directory", done.values().get("state"));
        assertEquals("d/one", Files.readString(dest.resolve("d/one")));
        assertTrue(Files.exists(dest.resolve("d").resolve(HOSTILE)));
        node.forget();
        assertFalse(run("src", "a.tgz").changed());
        assertEquals(1, node.exchanges());
        assertEquals(0, node.scripts().getFirst().stdin().size());
        Files.writeString(dest.resolve("d/one"), "changed since");
        assertTrue(run("src", "a.tgz").changed());
        assertEquals("d/one", Files.readString(dest.resolve("d/one")));
    }

    /** What tar leaves on a full disk: nothing in the file, and the time that the whole one has. */
    @Test
    void aFileThatWasCutShortIsUnpackedAgain() throws IOException {
        tar("a.tgz", "one");
        for (boolean onNode : List.of(false, true)) {
            run("src", temp.resolve("a.tgz").toString(), "remote_src", onNode);
            FileTime time = Files.getLastModifiedTime(dest.resolve("one"));
            Files.writeString(dest.resolve("one"), "");
            Files.setLastModifiedTime(dest.resolve("one"), time);
            assertTrue(run("src", temp.resolve("a.tgz").toString(), "remote_src", onNode)
                    .changed());
            assertEquals("one", Files.readString(dest.resolve("one")));
        }
    }

    @Test
    void aZipNeedsNoUnzipOnTheNodeAndIsComparedByContent() throws IOException {
        zip("a.zip", "x/one", "two", HOSTILE);
        assertTrue(run("src", "a.zip", "exclude", List.of("two")).changed());
        assertFalse(Files.exists(dest.resolve("two")));
        assertEquals(HOSTILE, Files.readString(dest.resolve(HOSTILE)));
        assertFalse(run("src", "a.zip", "exclude", List.of("two")).changed());
        Path one = dest.resolve("x/one");
        var time = Files.getLastModifiedTime(one);
        Files.writeString(one, "x/0ne");
        Files.setLastModifiedTime(one, time);
        assertTrue(run("src", "a.zip").changed());
        assertEquals("x/one", Files.readString(one));
        assertTrue(Files.exists(dest.resolve("two")));
    }

    @Test
    void anArchiveOfTheNodeIsUnpackedThereByItsPrograms() throws IOException {
        tar("a.tar", "d/", "d/one", "d/two");
        String src = temp.resolve("a.tar").toString();
        assertTrue(calls.check(unarchive, with("src", src, "remote_src", true)).changed());
        assertEquals(0, Files.list(dest).count());
        ModuleResult done = run("src", src, "remote_src", true, "exclude", List.of("two"), "list_files", true);
        assertTrue(done.changed());
        assertEquals(List.of("d/", "d/one"), done.values().get("files"));
        assertFalse(Files.exists(dest.resolve("d/two")));
        assertFalse(
                run("src", src, "remote_src", true, "exclude", List.of("two")).changed());
        assertTrue(run("src", "a.tar", "extra_opts", List.of("--strip-components=1"))
                .changed());
        assertEquals("d/two", Files.readString(dest.resolve("two")));
        assertFalse(run("src", "a.tar", "extra_opts", List.of("--strip-components=1"))
                .changed());
    }

    @Test
    void modesAreSetOnWhatCameOut() throws IOException {
        tar("a.tar", "d/", "d/one");
        run("src", "a.tar");
        assertTrue(run("src", "a.tar", "mode", "u=rwX,g=rX,o=").changed());
        assertEquals("rw-r-----", permissions("d/one"));
        assertEquals("rwxr-x---", permissions("d"));
        assertFalse(run("src", "a.tar", "mode", "u=rwX,g=rX,o=").changed());
    }

    private String permissions(String name) throws IOException {
        return java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(dest.resolve(name)));
    }

    @Test
    void whatCannotBeUnpackedIsRefused() throws IOException {
        tar("evil.tar", "ok", "../../evil");
        assertEquals(
                "the archive is refused: its member '../../evil' would be unpacked outside of the destination",
                calls.failure(unarchive, with("src", "evil.tar")));
        Files.writeString(temp.resolve("text"), "no archive");
        assertTrue(calls.failure(unarchive, with("src", "text")).startsWith("Failed to find handler for"));
        Files.writeString(temp.resolve("empty"), "");
        assertTrue(calls.failure(unarchive, with("src", "empty")).contains("the file is 0 bytes"));
        assertEquals(
                "Source '/no/such' does not exist",
                calls.failure(unarchive, with("src", "/no/such", "remote_src", true)));
        assertTrue(calls.failure(unarchive, "src", "text", "dest", temp + "/nowhere")
                        .length()
                > 0);
        assertTrue(run("src", "evil.tar", "creates", temp + "/text", "remote_src", true)
                .skipped());
        assertEquals(0, Files.list(dest).count());
    }

    @Test
    void aProgramThatTheNodeLacksIsNamed() throws IOException {
        zip("a.zip", "one");
        Path bin = temp.resolve("bin");
        for (String tool : "cat id mktemp rm od tr tar stat date sed grep".split(" ")) {
            LocalNode.fakeCommand(bin, tool, "PATH=/usr/bin:/bin; exec " + tool + " \"$@\"\n");
        }
        LocalNode bare = new LocalNode("/bin/sh").env("PATH", bin.toString());
        String said = new Calls(bare, new FakeController(temp))
                .failure(unarchive, with("src", temp.resolve("a.zip").toString(), "remote_src", true));
        assertEquals(
                "the node has no program 'unzip' to unpack " + temp.resolve("a.zip")
                        + ": install the package unzip on it, or have src on the controller",
                said);
    }

    @Test
    void thisSideDownloadsForANodeThatCannot() throws IOException {
        tar("a.tar.gz", "top/", "top/file");
        byte[] archive = Files.readAllBytes(temp.resolve("a.tar.gz"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean known = exchange.getRequestURI().getPath().equals("/a.tar.gz");
            try (exchange) {
                exchange.sendResponseHeaders(known ? 200 : 404, known ? archive.length : -1);
                if (known) {
                    exchange.getResponseBody().write(archive);
                }
            }
        });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            withoutDownloaders();
            Object[] wanted = {"src", base + "/a.tar.gz", "dest", dest, "remote_src", true};
            assertTrue(calls.check(unarchive, wanted).changed());
            assertFalse(Files.exists(dest.resolve("top")));
            assertTrue(calls.run(unarchive, wanted).changed());
            assertEquals("top/file", Files.readString(dest.resolve("top/file")));
            assertFalse(calls.run(unarchive, wanted).changed());
            Object[] stripped = {
                "src",
                base + "/a.tar.gz",
                "dest",
                dest,
                "remote_src",
                true,
                "extra_opts",
                List.of("--strip-components=1")
            };
            assertTrue(calls.run(unarchive, stripped).changed());
            assertEquals("top/file", Files.readString(dest.resolve("file")));
            assertEquals(
                    "Failure downloading " + base + "/b, HTTP Error 404: Not Found",
                    calls.failure(unarchive, "src", base + "/b", "dest", dest, "remote_src", true));
        } finally {
            server.stop(0);
        }
    }

    private void withoutDownloaders() {
        Path bin = temp.resolve("bin");
        for (String tool :
                "cat chmod chown cut date expr find grep gzip head id ls mkdir mktemp od readlink rm sed sha1sum sort stat tail tar touch tr wc xargs"
                        .split(" ")) {
            LocalNode.fakeCommand(bin, tool, "PATH=/usr/bin:/bin; exec " + tool + " \"$@\"\n");
        }
        node.env("PATH", bin.toString());
    }
}
