package io.slipway.mirror.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.server.FrontDoor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real curl gets: parts, conditions, kinds of files, and one connection for all. A large file and a small one, as they take different ways. */
@Tag("scenario")
class CurlScenarioTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final String LARGE = "pool/large_1%2b1_amd64.deb";
    private static final String SMALL = "dists/stable/main/binary-amd64/Packages.xz";
    private static final Map<String, String> TYPES = Map.of(
            "InRelease", "text/plain; charset=utf-8",
            "Release", "text/plain; charset=utf-8",
            "Release.gpg", "application/pgp-signature",
            "Packages", "text/plain; charset=utf-8",
            "Packages.gz", "application/gzip",
            "Packages.xz", "application/x-xz",
            "Packages.zst", "application/zstd",
            "Packages.bz2", "application/x-bzip2",
            "a.deb", "application/vnd.debian.binary-package",
            "a.dsc", "application/octet-stream");

    @TempDir
    Path directory;

    private final byte[] large = new byte[3_000_000];
    private final byte[] small = new byte[900];
    private MirrorServer server;

    /** @param headers of the last answer, names in lower case */
    private record Got(int status, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    @BeforeEach
    void start() {
        new Random(1).nextBytes(large);
        new Random(2).nextBytes(small);
        server = MirrorServer.start(directory, new InetSocketAddress("127.0.0.1", 0), FrontDoor.Listener.NONE);
        try (StoreWriter writer = ContentStore.in(directory.resolve("store")).lock()) {
            Map<String, Generation.Entry> served = new HashMap<>();
            served.put(LARGE.replace("%2b", "+"), writer.put(large));
            served.put(SMALL, writer.put(small));
            TYPES.keySet().forEach(name -> served.put("types/" + name, writer.put(small)));
            writer.publish(Generation.of("demo", NOW, Map.of(), served, Map.of()));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.port() + "/apt/demo/" + path;
    }

    private String curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*", "--max-time", "20"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private Got get(String path, String... arguments) throws Exception {
        Path head = directory.resolve("head");
        Path body = Files.write(directory.resolve("body"), new byte[0]);
        List<String> all = new ArrayList<>(List.of("-D", head.toString(), "-o", body.toString(), address(path)));
        all.addAll(List.of(arguments));
        curl(all.toArray(String[]::new));
        List<String> lines = Files.readAllLines(head, StandardCharsets.ISO_8859_1);
        Map<String, String> headers = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new Got(Integer.parseInt(lines.getFirst().split(" ")[1]), headers, Files.readAllBytes(body));
    }

    private static String digest(byte[] content) {
        return Digest.of(content).hex();
    }

    private static byte[] part(byte[] of, int from, int to) {
        return java.util.Arrays.copyOfRange(of, from, to + 1);
    }

    @Test
    void wholeFilesAndTheirHeads() throws Exception {
        for (Map.Entry<String, byte[]> each : Map.of(LARGE, large, SMALL, small).entrySet()) {
            Got whole = get(each.getKey());
            assertEquals(200, whole.status());
            assertEquals(digest(each.getValue()), digest(whole.body()));
            assertEquals("\"" + digest(each.getValue()) + "\"", whole.header("etag"));
            assertEquals("" + each.getValue().length, whole.header("content-length"));
            assertEquals("bytes", whole.header("accept-ranges"));
            assertEquals("Sun, 22 Nov 2026 08:00:00 GMT", whole.header("last-modified"));
            Got head = get(each.getKey(), "--head");
            assertEquals(200, head.status());
            assertEquals(whole.header("etag"), head.header("etag"));
            assertEquals("" + each.getValue().length, head.header("content-length"));
        }
        assertEquals(404, get("pool/none.deb").status());
        assertEquals(404, get("pool/none.deb", "--head").status());
        assertEquals(404, get("../../keys/slipway.key", "--path-as-is").status());
        assertEquals(405, get(SMALL, "-X", "POST", "-d", "x").status());
    }

    @Test
    void parts() throws Exception {
        for (Map.Entry<String, byte[]> each : Map.of(LARGE, large, SMALL, small).entrySet()) {
            byte[] content = each.getValue();
            int end = content.length - 1;
            Got middle = get(each.getKey(), "-r", "100-199");
            assertEquals(206, middle.status());
            assertEquals("bytes 100-199/" + content.length, middle.header("content-range"));
            assertEquals(digest(part(content, 100, 199)), digest(middle.body()));
            assertEquals(
                    digest(part(content, end - 9, end)),
                    digest(get(each.getKey(), "-r", "-10").body()));
            assertEquals(
                    digest(part(content, 500, end)),
                    digest(get(each.getKey(), "-r", "500-").body()));
            Got several = get(each.getKey(), "-r", "0-9,100-109");
            assertEquals(206, several.status());
            assertTrue(several.header("content-type").startsWith("multipart/byteranges; boundary="), "a boundary");
            assertTrue(several.text().contains("Content-Range: bytes 100-109/" + content.length), several.text());
            assertTrue(several.text().contains(new Got(0, Map.of(), part(content, 100, 109)).text()), "its bytes");
            Got beyond = get(each.getKey(), "-r", content.length + "-");
            assertEquals(416, beyond.status());
            assertEquals("bytes */" + content.length, beyond.header("content-range"));
            Got other = get(each.getKey(), "-r", "0-9", "-H", "If-Range: \"of another file\"");
            assertEquals(200, other.status());
            assertEquals(content.length, other.body().length);
        }
    }

    @Test
    void aDownloadThatBrokeOffGoesOn() throws Exception {
        Path file = directory.resolve("download");
        Files.write(file, part(large, 0, 1_234_566));
        curl("-C", "-", "-o", file.toString(), address(LARGE));
        assertEquals(digest(large), digest(Files.readAllBytes(file)));
    }

    @Test
    void onlyWhatIsNew() throws Exception {
        for (Map.Entry<String, byte[]> each : Map.of(LARGE, large, SMALL, small).entrySet()) {
            String tag = "\"" + digest(each.getValue()) + "\"";
            Got same = get(each.getKey(), "-H", "If-None-Match: \"x\", W/" + tag);
            assertEquals(304, same.status());
            assertEquals(0, same.body().length);
            assertEquals(tag, same.header("etag"));
            assertEquals(200, get(each.getKey(), "-H", "If-None-Match: \"x\"").status());
            assertEquals(
                    304,
                    get(each.getKey(), "-z", "Sun, 22 Nov 2026 08:00:00 GMT").status());
            assertEquals(
                    200,
                    get(each.getKey(), "-z", "Sun, 22 Nov 2026 07:59:59 GMT").status());
            assertEquals(412, get(each.getKey(), "-H", "If-Match: \"x\"").status());
            assertEquals(200, get(each.getKey(), "-H", "If-Match: " + tag).status());
        }
    }

    @Test
    void kindsOfFiles() throws Exception {
        for (Map.Entry<String, String> each : TYPES.entrySet()) {
            assertEquals(each.getValue(), get("types/" + each.getKey()).header("content-type"), each.getKey());
        }
    }

    @Test
    void oneConnectionForAll() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-w", "%{num_connects} %{http_code}\\n"));
        for (String path : List.of(LARGE, SMALL, "pool/none.deb", SMALL)) {
            arguments.addAll(List.of("-o", directory.resolve("body").toString(), address(path)));
        }
        assertEquals("1 200\n0 200\n0 404\n0 200\n", curl(arguments.toArray(String[]::new)));
    }
}
