package io.slipway.automation.engine.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.slipway.common.template.TemplateException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupsTest {

    @TempDir
    Path folder;

    private final Lookups lookups = new Lookups(new Random(3));

    private List<Object> find(String name, Map<String, Object> options, Object... terms) {
        return lookups.get(name).find(List.of(terms), options, new FakeSurroundings(folder));
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aCsvFileIsSearchedByItsFirstColumn() throws IOException {
        file("elements.csv", "Symbol,Number,Mass\nH,1,1.008\n\"He, noble\",2,\"4 \"\"u\"\"\"\n");
        Map<String, Object> options = Map.of("file", "elements.csv", "delimiter", ",");
        assertEquals(List.of("1"), find("csvfile", options, "H"));
        assertEquals(
                List.of("4 \"u\""),
                find("csvfile", Map.of("file", "elements.csv", "delimiter", ",", "col", 2L), "He, noble"));
        assertEquals(
                List.of("1.008"), find("ansible.builtin.csvfile", Map.of(), "H file=elements.csv delimiter=, col=2"));
        assertEquals(List.of(), find("csvfile", options, "Li"));
        assertEquals(
                List.of("none"),
                find("csvfile", Map.of("file", "elements.csv", "delimiter", ",", "default", "none"), "Li"));
        file("ansible.csv", "a\tb\r\nc\td\r\n");
        assertEquals(List.of("d"), find("csvfile", Map.of(), "c"));
        assertThrows(TemplateException.class, () -> find("csvfile", Map.of("file", "nosuch.csv"), "x"));
        assertThrows(TemplateException.class, () -> find("csvfile", Map.of("col", 9L), "c"));
        assertThrows(TemplateException.class, () -> find("csvfile", Map.of("delimiter", "ab"), "c"));
    }

    @Test
    void anIniFileIsReadAsPythonDoes() throws IOException {
        file("users.ini", """
                ; a comment
                [DEFAULT]
                home = /home
                [production]
                User=robert
                dir: %(home)s/%(user)s
                rate = 100%%
                long = one
                  two
                [integration]
                user = gertrude
                """);
        assertEquals(List.of("robert"), find("ini", Map.of("file", "users.ini", "section", "production"), "user"));
        assertEquals(List.of("/home/robert"), find("ini", Map.of(), "dir section=production file=users.ini"));
        assertEquals(
                List.of("100%", "one\ntwo"),
                find("ini", Map.of("file", "users.ini", "section", "production"), "rate", "long"));
        assertEquals(
                List.of("gertrude"),
                find("ini", Map.of("file", "users.ini", "section", "integration", "re", true), "us"));
        assertEquals(List.of(""), find("ini", Map.of("file", "users.ini", "section", "production"), "nosuch"));
        assertEquals(
                List.of("x"),
                find("ini", Map.of("file", "users.ini", "section", "production", "default", "x"), "nosuch"));
        assertThrows(TemplateException.class, () -> find("ini", Map.of("file", "users.ini"), "user"));
        file("user.properties", "user.name=robert\n");
        assertEquals(
                List.of("robert"), find("ini", Map.of("file", "user.properties", "type", "properties"), "user.name"));
        file("bad.ini", "[a]\nx=1\nx=2\n[b]\nloop=%(loop)s\n");
        assertThrows(TemplateException.class, () -> find("ini", Map.of("file", "bad.ini", "section", "a"), "x"));
        file("loop.ini", "[b]\nloop=%(loop)s\n");
        assertThrows(TemplateException.class, () -> find("ini", Map.of("file", "loop.ini", "section", "b"), "loop"));
    }

    @Test
    void aWebServerIsAsked() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean found = exchange.getRequestURI().getPath().equals("/lines");
            String user = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] answer = ("one\ntwo\n" + user).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(found ? 200 : 404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            assertEquals(List.of("one", "two", "null"), find("url", Map.of(), base + "/lines"));
            assertEquals(
                    List.of("one\ntwo\nBasic YTpi"),
                    find("url", Map.of("split_lines", false, "username", "a", "password", "b"), base + "/lines"));
            assertThrows(TemplateException.class, () -> find("url", Map.of(), base + "/nosuch"));
        } finally {
            server.stop(0);
        }
        assertThrows(TemplateException.class, () -> find("url", Map.of(), "no address"));
        assertThrows(TemplateException.class, () -> find("url", Map.of("validate_certs", false), "https://localhost"));
    }

    @Test
    void unknownNamesGetAHint() {
        assertEquals(Optional.empty(), lookups.objection("ansible.builtin.env"));
        assertTrue(lookups.objection("ansible.builtin.evn").orElseThrow().hint().contains("'env'"));
    }
}
