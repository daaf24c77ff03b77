package io.slipway.automation.module.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UriModuleTest {

    private static final String URL = "http://api.test/v1/x";

    @TempDir
    Path temp;

    private final UriModule uri = new UriModule(InstantSource.system(), new Random(1));
    private final LocalNode node = new LocalNode();
    private Calls calls;

    @BeforeEach
    void aNode() {
        calls = new Calls(node.commands(temp.resolve("bin")), new FakeController(temp));
    }

    /** A curl that notes what it was given, and answers. */
    private void answers(int status, String headers, String body) throws IOException {
        Files.writeString(temp.resolve("body"), body);
        LocalNode.fakeCommand(
                temp.resolve("bin"),
                "curl",
                "echo \"$*\" >'" + temp + "/args'\ncat /dev/fd/3 >'" + temp + "/config'\ncat >'" + temp + "/sent'\n"
                        + "while [ $# -gt 0 ]; do if [ \"$1\" = --output ]; then cat '" + temp
                        + "/body' >\"$2\"; fi; shift; done\n"
                        + "printf 'HTTP/1.1 " + status + " Word\\r\\n" + headers + "\\r\\n\\n" + status + " " + URL
                        + "'\n");
    }

    private String noted(String name) throws IOException {
        return Files.readString(temp.resolve(name));
    }

    @Test
    void anAnswerBecomesTheResult() throws IOException {
        answers(
                200,
                "Content-Type: application/vnd.x+json\\r\\nX-Some-Thing: 1\\r\\nX-Some-Thing: 2\\r\\n"
                        + "Set-Cookie: a=b; Path=/\\r\\nSet-Cookie: c=d\\r\\n",
                "{\"k\": [1]}");
        ModuleResult result = calls.run(uri, "url", URL, "return_content", true);
        assertFalse(result.changed());
        assertEquals(1, node.exchanges());
        Map<String, ?> values = result.values();
        assertEquals(200L, values.get("status"));
        assertEquals("1, 2", values.get("x_some_thing"));
        assertEquals(Map.of("k", List.of(1L)), values.get("json"));
        assertEquals("{\"k\": [1]}", values.get("content"));
        assertEquals(Map.of("a", "b", "c", "d"), values.get("cookies"));
        assertEquals("a=b; c=d", values.get("cookies_string"));
        assertEquals(false, values.get("redirected"));
        assertEquals("OK (unknown bytes)", values.get("msg"));
    }

    @Test
    void secretsAndBodyTravelByStandardInput() throws IOException {
        answers(201, "", "");
        calls.run(
                uri,
                "url",
                URL,
                "method",
                "PUT",
                "body",
                Map.of("k", "v\"é"),
                "body_format",
                "json",
                "user",
                "u",
                "password",
                "p\"w",
                "headers",
                Map.of("X-Token", "t0ken"),
                "status_code",
                List.of(200, 201));
        assertEquals("{\"k\": \"v\\\"\\u00e9\"}", noted("sent"));
        String config = noted("config");
        assertTrue(config.contains("request = \"PUT\"\n"), config);
        assertTrue(config.contains("header = \"Content-Type: application/json\"\n"), config);
        assertTrue(config.contains("user = \"u:p\\\"w\"\n"), config);
        assertTrue(config.contains("header = \"X-Token: t0ken\"\n"), config);
        assertFalse(config.contains("location"), config);
        assertFalse(noted("args").contains("t0ken"));
        assertFalse(node.scripts().getLast().text().contains("t0ken"));
        assertFalse(node.scripts().getLast().text().contains("p\"w"));
    }

    @Test
    void formsAreWritten() throws IOException {
        answers(200, "", "");
        calls.run(
                uri,
                "url",
                URL,
                "method",
                "POST",
                "body_format",
                "form-urlencoded",
                "body",
                Map.of("a", List.of("1", "x y*~")));
        assertEquals("a=1&a=x+y%2A~", noted("sent"));
        Files.writeString(temp.resolve("up.txt"), "file");
        calls.run(
                uri,
                "url",
                URL,
                "method",
                "POST",
                "body_format",
                "form-multipart",
                "body",
                Map.of("f", Map.of("filename", "up.txt")));
        assertTrue(noted("sent")
                .contains("name=\"f\"; filename=\"up.txt\"\r\nContent-Type: text/plain\r\n\r\nfile\r\n--"));
        assertTrue(noted("config").contains("multipart/form-data; boundary="));
    }

    @Test
    void anAnswerCanBeKept() throws IOException {
        answers(200, "Content-Disposition: attachment; filename=\"n.txt\"\\r\\n", "text");
        ModuleResult result = calls.run(uri, "url", URL, "dest", temp.toString(), "mode", "0600");
        assertTrue(result.changed());
        assertEquals(temp + "/n.txt", result.values().get("path"));
        assertEquals("text", noted("n.txt"));
        assertEquals("0600", result.values().get("mode"));
    }

    @Test
    void failuresSayWhy() throws IOException {
        answers(404, "Content-Type: application/json\\r\\n", "{\"e\": 1}");
        ModuleResult missing = calls.run(uri, "url", URL);
        assertTrue(missing.failed());
        assertEquals(
                "Status code was 404 and not [200]: HTTP Error 404: Word",
                missing.values().get("msg"));
        assertEquals(Map.of("e", 1L), missing.values().get("json"));
        LocalNode.fakeCommand(temp.resolve("bin"), "curl", "cat >/dev/null; echo 'curl: (7) no way' >&2; exit 7\n");
        assertEquals(
                "Status code was -1 and not [200]: Request failed: curl: (7) no way", calls.failure(uri, "url", URL));
        assertTrue(calls.failure(uri, "url", URL, "method", "P T").startsWith("Parameter 'method'"));
        assertTrue(calls.failure(uri, "url", URL, "body", "x", "src", "y").contains("mutually exclusive"));
        assertEquals(
                "skipped, since '" + temp + "' exists",
                calls.run(uri, "url", URL, "creates", temp.toString()).values().get("stdout"));
        assertTrue(calls.check(uri, "url", URL).skipped());
        Calls bare = new Calls(new LocalNode().env("PATH", "/nowhere"), new FakeController(temp));
        assertTrue(bare.failure(uri, "url", URL).contains("install curl on the node"));
    }
}
