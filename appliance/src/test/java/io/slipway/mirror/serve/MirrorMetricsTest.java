package io.slipway.mirror.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import io.slipway.server.Request;
import io.slipway.server.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorMetricsTest {

    private static final Instant PUBLISHED = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    Path directory;

    private MirrorMetrics metrics() {
        ContentStore store = ContentStore.in(directory);
        PublishedFiles files = new PublishedFiles(store);
        files.find("demo", "file");
        return new MirrorMetrics(store, files, () -> PUBLISHED.plusSeconds(90), FrontDoor.Listener.NONE);
    }

    private static String text(MirrorMetrics metrics) {
        Response.Body answer =
                (Response.Body) metrics.answer(new Request("GET", "/metrics", "", name -> Optional.empty()));
        return StandardCharsets.UTF_8.decode(answer.content().duplicate()).toString();
    }

    private static Access access(String path, int status, long bytes, boolean broken) {
        return new Access(Instant.EPOCH, "x", "GET", path, status, bytes, Duration.ZERO, broken);
    }

    @Test
    void countBySource() {
        try (StoreWriter writer = ContentStore.in(directory).lock()) {
            Generation.Entry entry = writer.put(new byte[10]);
            writer.publish(Generation.of("demo", PUBLISHED, Map.of(), Map.of("file", entry), Map.of()));
        }
        MirrorMetrics metrics = metrics();
        metrics.answered(access("/apt/demo/file", 200, 10, false));
        metrics.answered(access("/apt/demo/file", 200, 7, true));
        metrics.answered(access("/apt/demo/none", 404, 5, false));
        metrics.answered(access("/apt/invented-1/file", 404, 1, false));
        metrics.answered(access("/apt/invented-2/file", 404, 1, false));
        metrics.answered(access("/keys/x", 500, 2, false));
        String text = text(metrics);
        for (String line : new String[] {
            "slipway_http_requests_total{source=\"demo\",code=\"200\"} 2",
            "slipway_http_requests_total{source=\"demo\",code=\"404\"} 1",
            "slipway_http_requests_total{source=\"\",code=\"404\"} 2",
            "slipway_http_requests_total{source=\"\",code=\"500\"} 1",
            "slipway_http_response_bytes_total{source=\"demo\"} 22",
            "slipway_http_errors_total{source=\"demo\"} 1",
            "slipway_http_errors_total{source=\"\"} 1",
            "slipway_source_generation_timestamp_seconds{source=\"demo\"} " + PUBLISHED.getEpochSecond(),
            "slipway_source_generation_age_seconds{source=\"demo\"} 90",
            "slipway_store_files 1",
            "slipway_store_bytes 10"
        }) {
            assertTrue(text.contains("\n" + line + "\n"), line + " in:\n" + text);
        }
        assertTrue(text.contains("\nslipway_source_last_sync_timestamp_seconds{source=\"demo\"} "), text);
        assertTrue(text.contains("\nslipway_store_free_bytes "), text);
        assertFalse(text.contains("invented"), "nobody fills the memory with names");
    }

    @Test
    void anEmptyHomeHasNothingToTell() {
        String text = text(metrics());
        assertTrue(text.contains("\nslipway_store_bytes 0\n"), text);
        assertEquals(-1, text.indexOf('{'), text);
    }
}
