package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GetUrlModuleTest {

    private static final String SHA256 = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
    private static final String OTHER_FILE =
            " (either the server has another file now, or the task the wrong checksum; nothing was changed)";
    private static final String NO_FILE = " (is the address right? The server is there, but has no such file)";
    private static final String SHA1 = "f572d396fae9206628714fb2ce00f72e94f2258f";

    private final GetUrlModule module = new GetUrlModule(InstantSource.system());
    private final List<String> requests = new ArrayList<>();

    @TempDir
    Path folder;

    private FileFixture on;
    private HttpServer server;
    private String base;

    @BeforeEach
    void start() throws IOException {
        on = new FileFixture(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", exchange -> answer(exchange, 404, ""));
        server.createContext("/file", exchange -> {
            boolean fresh = exchange.getRequestHeaders().containsKey("If-Modified-Since");
            answer(exchange, fresh ? 304 : 200, fresh ? "" : "hello\n");
        });
        server.createContext("/sums", exchange -> answer(exchange, 200, SHA256 + "  file\n" + "00  other\n"));
        server.createContext("/named", exchange -> {
            exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename=\"real.txt\"");
            answer(exchange, 200, "hello\n");
        });
        server.createContext("/secret", exchange -> {
            String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, sent.equals("Basic dTpwIHc=") ? 200 : 401, "hello\n");
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        try (exchange) {
            boolean bodiless = exchange.getRequestMethod().equals("HEAD") || status == 304 || body.isEmpty();
            exchange.sendResponseHeaders(status, bodiless ? -1 : body.length());
            if (!bodiless) {
                exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** A node without curl. */
    private void withoutCurl() {
        Path bin = folder.resolve("bin");
        for (String tool :
                "cat chgrp chmod chown cp date getent id md5sum mktemp mv readlink rm sha1sum sha256sum stat sync"
                        .split(" ")) {
            LocalNode.fakeCommand(bin, tool, "PATH=/usr/bin:/bin; exec " + tool + " \"$@\"\n");
        }
        on.shell.env("PATH", bin.toString());
    }

    @Test
    void thisSideDownloadsForANodeWithoutCurl() throws IOException {
        withoutCurl();
        ModuleResult predicted = on.calls.check(module, "url", base + "/file", "dest", on.at("f"));
        assertTrue(predicted.changed());
        assertEquals(List.of("HEAD /file"), requests);
        assertFalse(Files.exists(on.path("f")));
        on.shell.forget();
        ModuleResult done = on.calls.run(module, "url", base + "/file", "dest", on.at("f"), "mode", "0600");
        assertEquals(2, on.shell.exchanges());
        assertEquals("hello\n", on.read("f"));
        assertEquals("0600", on.mode("f"));
        assertEquals("OK (6 bytes)", done.values().get("msg"));
        assertEquals(200L, done.values().get("status_code"));
        assertEquals(SHA1, done.values().get("checksum_src"));
        assertEquals("b1946ac92492d2347c6235b4d2611184", done.values().get("md5sum"));
        assertEquals(on.at("f"), done.values().get("dest"));
        on.shell.forget();
        ModuleResult again = on.calls.run(module, "url", base + "/file", "dest", on.at("f"));
        assertFalse(again.changed());
        assertEquals(304L, again.values().get("status_code"));
        assertEquals(1, on.shell.exchanges());
        assertFalse(on.calls
                .run(module, "url", base + "/file", "dest", on.at("f"), "force", true)
                .changed());
    }

    @Test
    void aFileWithTheRightChecksumIsNotAskedFor() throws IOException {
        withoutCurl();
        on.write("f", "hello\n");
        ModuleResult kept =
                on.unchanged(module, "url", base + "/file", "dest", on.at("f"), "checksum", "sha256:" + SHA256);
        assertEquals("file already exists", kept.values().get("msg"));
        assertEquals(List.of(), requests);
        on.converges(module, "url", base + "/file", "dest", on.at("f"), "sha256sum", SHA256, "mode", "0600");
        on.write("f", "old");
        assertTrue(on.calls
                .run(
                        module,
                        "url",
                        base + "/file",
                        "dest",
                        on.at("f"),
                        "checksum",
                        "sha256:" + base + "/sums",
                        "backup",
                        true)
                .changed());
        assertEquals("hello\n", on.read("f"));
        var before = on.everything();
        assertEquals(
                "The checksum for " + on.at("f") + " did not match 00; it was " + SHA1 + "." + OTHER_FILE,
                on.calls.failure(module, "url", base + "/file", "dest", on.at("f"), "checksum", "sha1:00"));
        assertEquals(
                "Unable to find a checksum for file 'named' in '" + base + "/sums'",
                on.calls.failure(
                        module, "url", base + "/named", "dest", on.at("f"), "checksum", "sha1:" + base + "/sums"));
        assertEquals(
                "The checksum parameter has to be in format <algorithm>:<checksum>",
                on.calls.failure(module, "url", base, "dest", "/x", "checksum", "abc"));
        assertEquals(
                "The checksum format is invalid",
                on.calls.failure(module, "url", base, "dest", "/x", "checksum", "md5:xyz"));
        assertEquals(before, on.everything());
    }

    @Test
    void directoriesTakeTheNameThatTheServerGives() throws IOException {
        withoutCurl();
        Files.createDirectory(on.path("d"));
        assertEquals(
                on.at("d/file"),
                on.calls
                        .run(module, "url", base + "/file?x=/y", "dest", on.at("d"))
                        .values()
                        .get("dest"));
        ModuleResult named = on.calls.run(module, "url", base + "/named", "dest", on.at("d/"));
        assertEquals(on.at("d/real.txt"), named.values().get("dest"));
        assertEquals("hello\n", on.read("d/real.txt"));
        assertFalse(Files.exists(on.path("d/named")));
        assertFalse(on.calls
                .run(module, "url", base + "/named", "dest", on.at("d/"))
                .changed());
    }

    @Test
    void aFileOfTheNodeIsCopiedThereWithoutCurl() throws IOException {
        withoutCurl();
        on.write("-a'b ?\n", "hello\n");
        String url = "file://" + on.at("-a'b%20%3f\n");
        assertTrue(on.calls.check(module, "url", url, "dest", on.at("f")).changed());
        assertFalse(Files.exists(on.path("f")));
        ModuleResult done = on.calls.run(module, "url", url, "dest", on.at("f"), "checksum", "sha256:" + SHA256);
        assertTrue(done.changed());
        assertEquals("hello\n", on.read("f"));
        assertEquals("OK (6 bytes)", done.values().get("msg"));
        assertEquals(SHA1, done.values().get("checksum_src"));
        assertNull(done.values().get("status_code"));
        assertTrue(String.valueOf(done.values().get("src")).contains(".slipway."));
        ModuleResult predicted = on.calls.check(module, "url", url, "dest", on.at("f"));
        assertFalse(predicted.changed());
        assertEquals(SHA1, predicted.values().get("checksum_dest"));
        ModuleResult again = on.calls.run(module, "url", url, "dest", on.at("f"));
        assertFalse(again.changed());
        assertEquals(SHA1, again.values().get("checksum_dest"));
        var before = on.everything();
        assertEquals(
                "Request failed: file://" + on.at("no") + ": No such file or directory",
                on.calls.failure(module, "url", "file://" + on.at("no"), "dest", on.at("f")));
        assertEquals(
                "Request failed: file://" + on.at("") + ": Is a directory",
                on.calls.failure(module, "url", "file://" + on.at(""), "dest", on.at("f")));
        assertEquals(
                "Request failed: file://there/a: the file is not on this node but on there"
                        + " (file:///PATH names a file of the node)",
                on.calls.failure(module, "url", "file://there/a", "dest", on.at("f")));
        assertEquals(
                "not a URL of a file: file:a (file:///PATH is one)",
                on.calls.failure(module, "url", "file:a", "dest", on.at("f")));
        assertEquals(
                "The checksum for " + on.at("f") + " did not match 00; it was " + SHA1 + "." + OTHER_FILE,
                on.calls.failure(module, "url", url, "dest", on.at("f"), "checksum", "sha1:00"));
        assertEquals(before, on.everything());
        assertEquals(List.of(), requests);
    }

    @Test
    void failures() throws IOException {
        withoutCurl();
        assertEquals(
                "Request failed: HTTP Error 404: Not Found, " + base + "/none" + NO_FILE,
                on.calls.failure(module, "url", base + "/none", "dest", on.at("f")));
        assertTrue(on.calls
                .failure(module, "url", "http://127.0.0.1:1/", "dest", on.at("f"))
                .startsWith("Request failed: http://127.0.0.1:1/: connection refused"));
        assertTrue(on.calls
                .failure(module, "url", "ftp://x/y", "dest", on.at("f"))
                .startsWith("cannot download ftp://x/y"));
        assertEquals(
                "Destination " + on.at("no") + " does not exist",
                on.calls.failure(module, "url", base + "/file", "dest", on.at("no/f")));
        assertEquals(
                on.at("no") + " directory does not exist.",
                on.calls.failure(module, "url", base, "dest", on.at("f"), "tmp_dest", on.at("no")));
        assertTrue(on.calls
                .run(module, "url", base + "/secret", "dest", on.at("s"), "username", "u", "password", "p w")
                .changed());
        assertTrue(on.calls
                .failure(module, "url", base + "/secret", "dest", on.at("t"))
                .contains("401"));
        assertEquals(List.of("", "s"), on.everything().keySet().stream().toList());
    }

    /** Whether this machine has a curl or not. */
    @Test
    void theRealThingGivesTheSame() throws IOException {
        ModuleResult done = on.calls.run(module, "url", base + "/file", "dest", on.at("f"), "mode", "0600");
        assertEquals("hello\n", on.read("f"));
        assertEquals("OK (6 bytes)", done.values().get("msg"));
        assertEquals(200L, done.values().get("status_code"));
        assertEquals(SHA1, done.values().get("checksum_src"));
        assertEquals(
                304L,
                on.calls
                        .run(module, "url", base + "/file", "dest", on.at("f"))
                        .values()
                        .get("status_code"));
        assertTrue(on.calls
                .check(module, "url", base + "/file", "dest", on.at("g"))
                .changed());
        Files.createDirectory(on.path("d"));
        assertEquals(
                on.at("d/real.txt"),
                on.calls
                        .run(module, "url", base + "/named", "dest", on.at("d"))
                        .values()
                        .get("dest"));
        assertTrue(on.calls
                .run(module, "url", base + "/secret", "dest", on.at("s"), "username", "u", "password", "p w")
                .changed());
        assertTrue(on.calls
                .failure(module, "url", base + "/none", "dest", on.at("h"))
                .startsWith("Request failed: HTTP Error 404: Not Found"));
        assertTrue(on.calls
                .failure(module, "url", "http://127.0.0.1:1/", "dest", on.at("h"))
                .startsWith("Request failed: http://127.0.0.1:1/"));
        assertFalse(on.calls
                .run(module, "url", base + "/file", "dest", on.at("f"), "checksum", "sha256:" + base + "/sums")
                .changed());
    }

    /** A curl that notes what it was asked, and answers as the real one does. */
    private void fakeCurl(String headers, String code, String body) {
        Path bin = folder.resolve("fake");
        LocalNode.fakeCommand(
                bin,
                "curl",
                "echo \"$*\" >'" + folder + "/args'; cat >'" + folder + "/config'\n"
                        + "while [ $# -gt 0 ]; do if [ \"$1\" = --output ]; then printf '" + body
                        + "' >\"$2\"; fi; shift; done\n"
                        + "printf 'HTTP/1.1 302 Found\\r\\nLocation: x\\r\\n\\r\\nHTTP/1.1 " + code + " Whatever\\r\\n"
                        + headers + "\\r\\n\\n"
                        + code + " " + base + "/file'\n");
        on.shell.commands(bin);
    }

    @Test
    void curlIsUsedWhereItIsAndSeesNoSecretInItsArguments() throws IOException {
        fakeCurl("Content-Length: 6\\r\\n", "200", "hello\\n");
        on.shell.forget();
        ModuleResult done = on.calls.run(
                module,
                "url",
                base + "/file",
                "dest",
                on.at("f"),
                "url_username",
                "u\"x",
                "url_password",
                "p\\w",
                "headers",
                java.util.Map.of("X-A", "b"),
                "validate_certs",
                false,
                "checksum",
                "sha256:" + SHA256,
                "mode",
                "0640");
        assertTrue(done.changed());
        assertEquals(2, on.shell.exchanges());
        assertEquals("hello\n", on.read("f"));
        assertEquals("0640", on.mode("f"));
        assertEquals("OK (6 bytes)", done.values().get("msg"));
        String config = Files.readString(folder.resolve("config"));
        assertTrue(config.contains("user = \"u\\\"x:p\\\\w\"\n"), config);
        assertTrue(config.contains("header = \"X-A: b\"\n"), config);
        assertTrue(config.contains("\ninsecure\n"), config);
        assertFalse(Files.readString(folder.resolve("args")).contains("p\\w"));
        assertFalse(on.shell.scripts().getLast().text().contains("p\\w"));
        on.unchanged(module, "url", base + "/file", "dest", on.at("f"), "checksum", "sha256:" + SHA256);
        assertFalse(on.calls
                .run(module, "url", base + "/file", "dest", on.at("f"), "force", true)
                .changed());
        fakeCurl("", "304", "");
        assertFalse(
                on.calls.run(module, "url", base + "/file", "dest", on.at("f")).changed());
        assertTrue(Files.readString(folder.resolve("config")).contains("If-Modified-Since: "));
        fakeCurl("", "404", "no such file");
        assertEquals(
                "Request failed: HTTP Error 404: Whatever, " + base + "/file" + NO_FILE,
                on.calls.failure(module, "url", base + "/file", "dest", on.at("f"), "force", true));
        assertEquals("hello\n", on.read("f"));
        assertEquals(2, on.everything().size());
    }

    @Test
    void curlFailsOrNamesTheFile() throws IOException {
        LocalNode.fakeCommand(
                folder.resolve("fake"), "curl", "echo 'curl: (6) Could not resolve host: x' >&2; exit 6\n");
        on.shell.commands(folder.resolve("fake"));
        assertEquals(
                "Request failed: http://x/: curl: (6) Could not resolve host: x",
                on.calls.failure(module, "url", "http://x/", "dest", on.at("f")));
        Files.createDirectory(on.path("d"));
        fakeCurl("Content-Disposition: attachment; filename=real\\r\\n", "200", "x");
        assertEquals(
                on.at("d/real"),
                on.calls
                        .run(module, "url", base + "/file", "dest", on.at("d"))
                        .values()
                        .get("dest"));
        assertEquals(
                List.of("", "d", "d/real"), on.everything().keySet().stream().toList());
    }
}
